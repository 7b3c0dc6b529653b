using System.Globalization;
using System.Text;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators;

/// <summary>Made-up records of a simulated community as the tables people import, the same for the same seed and day.</summary>
public static class SimulatedRecords
{
    // The newest of everything that is held or checked is this fresh.
    private const int FreshDays = 12;

    private const int ReportedEvery = 9; // Days between courses, events and services.

    private static readonly (string Kind, string Name, double Low, double High, string More)[] _facilities =
    [
        ("neighbourhoodCentre", "邻里中心", 600, 1_600, "60%,,,,4"), ("service", "社区服务中心", 300, 700, "40%,,,,5"), ("learning", "幸福学堂", 120, 350, "70%,,,,6"),
        ("readingRoom", "南宋书房", 60, 160, "80%,,,,5"), ("sport", "全民健身中心", 150, 600, "90%,,,,8"), ("elderCare", "居家养老服务中心", 150, 500, "60%,,,,6"),
        ("dayCare", "日间照料中心", 160, 420, "70%,,,,6"), ("childcare", "向日葵托育园", 150, 400, ",places,,true,5"), ("kindergarten", "社区幼儿园", 1_500, 3_500, ",,seats,true,9"),
        ("canteen", "老年食堂", 80, 220, "90%,,,,5"), ("healthStation", "社区卫生服务站", 150, 320, ",,,,7"), ("coworking", "共享办公空间", 60, 320, "80%,,,,8"),
    ];

    private static readonly string[] _shops = ["convenience", "supermarket", "market", "breakfast", "restaurant", "pharmacy", "laundry", "barber", "repair", "bank"];
    private static readonly string[] _ages = ["infant", "child", "youth", "adult", "senior"];
    private static readonly string[] _events = ["culture", "sport", "charity", "learning"];
    private static readonly string[] _scenarios = ["LL", "JY", "JK", "CY", "JZ", "JT", "DT", "FW", "ZL"];

    /// <summary>Tables by kind of record: CSV with the columns of the import's template, each row with day and source.</summary>
    /// <param name="seed">Seed of the district.</param>
    /// <param name="community">Community code.</param>
    /// <param name="today">Day (Asia/Shanghai) of the import: nothing lies in the future.</param>
    /// <param name="source">What each row says it is from.</param>
    public static IReadOnlyList<(string Kind, string Csv)> Of(ulong seed, string community, DateOnly today, string source)
    {
        var dice = Dice.Of(seed).Fork("records").Fork(community);
        var progress = dice.Between(0, 0.3, 1);
        var table = new Table(today, source);
        return
        [
            ("facility", table.Of("id,name,kind,status,area,activityArea,places,seats,registered,walkMinutes", Facilities(dice, progress))),
            ("shop", table.Of("id,name,kind,area,walkMinutes", Few(_shops, dice.Fork("shop"), 0.5 + (progress / 2)).Select((kind, i) =>
                $"shop-{i},{kind} {i},{kind},{Number(dice.Between(300 + i, 40, 320))},{Number(dice.Between(320 + i, 2, 11))}"))),
            ("communityEvent", table.Of("id,name,type,heldOn", Held(dice, progress, 26, today).Select(e => $"event-{e.Index},社区活动 {e.Index},{_events[e.Index % _events.Length]},{e.Day}"))),
            ("society", table.Of("id,name,members,lastActiveOn", Held(dice, progress, 10, today).Select(e => $"society-{e.Index},社团 {e.Index},{20 + e.Index},{e.Day}"))),
            ("course", table.Of("id,name,ageGroup,heldOn", Held(dice, progress, 30, today).Select(e => $"course-{e.Index},课程 {e.Index},{_ages[e.Index % _ages.Length]},{e.Day}"))),
            ("teacher", table.Of("id,name,skill", Enumerable.Range(0, 2 + (int)(progress * 12)).Select(static i => $"teacher-{i},达人 {i},书法"))),
            ("startupService", table.Of("id,client,kind,servedOn", Held(dice, progress, 16, today).Select(e => $"service-{e.Index},客户 {e.Index},{(e.Index % 3 == 0 ? "jobSeeker" : "startUp")},{e.Day}"))),
            ("sharedSpot", table.Of("id,spot,status", Enumerable.Range(1, 3 + (int)(progress * 5)).Select(i => $"spot-{i},{community}-parkingSpot-{i:000},offered"))),
            ("aed", table.Of("id,place,inService,padsValid,checkedOn", Enumerable.Range(0, 1 + (int)(progress * 4)).Select(i =>
                $"aed-{i},{i + 1} 号岗亭,true,{(dice.Chance(400 + i, 0.85) ? "true" : "false")},{Day(today.AddDays(-FreshDays - i))}"))),
            ("onlineFunction", table.Of("id,name,scenario,uses30d,lastUsedOn", Few(_scenarios, dice.Fork("online"), 0.4 + (progress * 0.6)).Select((scenario, i) =>
                $"function-{scenario},{scenario} 线上服务,{scenario},{Number(Math.Round(dice.Between(500 + i, 5, 900)))},{Day(today.AddDays(-i))}"))),
        ];
    }

    private static IEnumerable<string> Facilities(Dice dice, double progress)
    {
        for (var i = 0; i < _facilities.Length; i++)
        {
            var (kind, name, low, high, more) = _facilities[i];
            if (dice.Fork(kind).Chance(0, (1 - progress) * 0.3))
                continue;
            var area = Math.Round(low + ((high - low) * progress * dice.Between(100 + i, 0.7, 1)));
            var fields = more.Split(',');
            var activity = fields[0].EndsWith('%') ? Number(Math.Round(area * double.Parse(fields[0][..^1], CultureInfo.InvariantCulture) / 100)) : "";
            var places = fields[1].Length > 0 ? Number(Math.Round(area / 5)) : "";
            var seats = fields[2].Length > 0 ? Number(Math.Round(area / 12)) : "";
            yield return $"{kind},{name},{kind},inUse,{Number(area)},{activity},{places},{seats},{fields[3]},{fields[4]}";
        }
    }

    private static IEnumerable<(int Index, string Day)> Held(Dice dice, double progress, int most, DateOnly today) =>
        Enumerable.Range(0, Math.Max(1, (int)(most * progress))).Select(i => (i, Day(today.AddDays(-(i * ReportedEvery) - (int)dice.Between(200 + i, 0, FreshDays)))));

    private static IEnumerable<string> Few(string[] all, Dice dice, double share) => all.Where((_, i) => dice.Chance(i, share));

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed class Table(DateOnly today, string source)
    {
        internal string Of(string columns, IEnumerable<string> rows)
        {
            var csv = new StringBuilder(columns).Append(",asOf,source,inspected\n");
            foreach (var row in rows)
                csv.Append(row).Append(',').Append(Day(today)).Append(',').Append(source).Append(",\n");
            return csv.ToString();
        }
    }
}
