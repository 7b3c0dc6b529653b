using System.Text;
using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Tests.Indicators.Packs;

public sealed class PackReaderTests
{
    [Fact]
    public void A_pack_without_faults_is_read()
    {
        var pack = PackText.Good(PackText.Small);

        Assert.Equal("small@1", pack.Name);
        Assert.Equal(["A-01a", "A-01b", "A-01c"], pack.Measures.Select(m => m.Id));
        Assert.Equal(TimeSpan.FromMinutes(5), pack.Measures.ElementAt(1).MaxAge);
        Assert.Equal(Measure.UntilExpiry, pack.Measures.ElementAt(2).MaxAge);
        Assert.Equal(new DateOnly(2024, 12, 31), pack.ValidTo);
    }

    [Fact]
    public void Names_of_codes_become_numbers()
    {
        var ratio = Assert.IsType<Ratio>(PackText.Good(PackText.Small).Measures.ElementAt(1).Formula);
        var source = Assert.IsType<DeviceSource>(Assert.IsType<Count>(ratio.Numerator).Source);

        // classes.json: free 0, occupied 1, closed 2, unknown 3.
        Assert.Equal(3, Assert.Single(source.Where).Number);
    }

    [Fact]
    public void Json_is_read_too()
    {
        var (pack, faults) = PackText.Read("""{"format": 2, "id": "x"}""");

        Assert.Null(pack);
        Assert.Contains(faults, f => f is { Line: 1, Column: 12, Path: "format" });
    }

    [Theory]
    [InlineData("version: \"1\"", "version: \"1 2\"", "3:10 version must be 1 to 64 characters a-z A-Z 0-9 _ - ., not '1 2'.")]
    [InlineData("weights: {A: 100}", "weights: {A: 99.5}", "projectTypes[only].weights sum to 99.5; they must sum to 100.")]
    [InlineData("standard: [A]", "standard: [B]", "must be a scenario of this pack, not 'B'")]
    [InlineData("optional: []", "optional: [A]", "'A' is standard already.")]
    [InlineData("validTo: 2024-12-31", "validTo: 2023-12-31", "validTo is 2023-12-31, before 'validFrom' 2024-01-01.")]
    [InlineData("passMark: 80", "pasMark: 80", "scoring.pasMark is not known here (did you mean 'passMark'?)")]
    [InlineData("passMark: 80", "passMark: 101", "scoring.passMark must be a number from 0 to 100, not '101'.")]
    [InlineData("passMark: 80", "passMark: 95", "scoring.excellentMark is 90, below 'passMark' 95.")]
    [InlineData("allowedLateness: 6h", "allowedLateness: 6x", "must be a length of time such as 60s, 5min, 24h or 366d, from 0s to 3660d, not '6x'.")]
    [InlineData("points: 100", "points: 60", "scoring.dimensions have 60 points; they must have 100.")]
    [InlineData("scenarioTotal: true", "scenarioTotal: false", "must have either 'scenarioTotal: true' or 'items'.")]
    [InlineData("fact: accident", "fact: households", "must be a yes-or-no fact of this pack, not 'households'")]
    [InlineData("unit: \"{household}\", min", "unit: household, min", "facts[households].unit 'household' is no unit")]
    [InlineData("min: 0, max: 1000", "min: 0, max: 0", "facts[households].max is 0; it must be above 'min', 0.")]
    [InlineData("type: number, unit: m2", "type: number", "'unit' belongs to a number, and a number must have one.")]
    [InlineData("no: 1", "no: 0", "must be a whole number from 1 to 999, not '0'.")]
    [InlineData("id: A-01b", "id: A-01a", "'A-01a' is another measure already.")]
    [InlineData("{floor: 10, full: 30}", "{floor: 30, full: 10}", "thresholds.only.full is 10, below 'floor' 30, though higher is better.")]
    [InlineData("{only: {floor: 10, full: 30}}", "{}", "'only' has no threshold.")]
    [InlineData("maxAge: 5min", "maxAge: untilExpiry", "'untilExpiry' is for evidence only")]
    [InlineData("window: 365d", "window: 367d", "must be a window: day, week, month, or 1d to 366d, not '367d'.")]
    [InlineData("fact: households}", "fact: household}", "must be a fact of this pack, not 'household' (did you mean 'households'?)")]
    [InlineData("field: area}", "field: built}", "must be a field with numbers of this source, not 'built'")]
    [InlineData("dateField: built", "dateField: area", "must be a date of this record, not 'area'")]
    [InlineData("kind: facility, ", "kind: faculty, ", "must be a kind of record of this pack, not 'faculty' (did you mean 'facility'?)")]
    [InlineData("value: unknown", "value: unkown", "must be a code of 'spotStatus', not 'unkown' (did you mean 'unknown'?)")]
    [InlineData("field: spotStatus", "field: chargerStatus", "must be a quantity of these devices, not 'chargerStatus'")]
    [InlineData("{classes: [parkingSpot]}}}", "{classes: [parkingSpt]}}}", "must be a device class, not 'parkingSpt' (did you mean 'parkingSpot'?)")]
    [InlineData("op: notEqual", "op: less", "'spotStatus' has no order: only equal and notEqual make sense.")]
    [InlineData("kinds: [plan]", "kinds: [plan, plan]", "'plan' is here twice.")]
    [InlineData("unit: m2/100{household}", "unit: m2/{household}", "formula has the unit 1/100 m2.{household}-1, but 'm2/{household}' (m2.{household}-1) is wanted: the same kind of quantity")]
    [InlineData("unit: m2/100{household}", "unit: m2/100{resident}", "not the same kind of quantity.")]
    [InlineData("op: countWhere", "op: countwhere", "must be an operator, not 'countwhere' (did you mean 'countWhere'?)")]
    [InlineData("- {code: plan, title: {zh: 预案, en: Plan}, validFor: 366d}", "- {code: plan, title: {zh: 预案, en: Plan}}\n  - {code: drill, title: {zh: 演练, en: Drill}}", "evidence[drill].code 'drill' is used by no formula and no veto.")]
    [InlineData("\"unofficial: test\"}", "\"somebody said so\"}", "must begin with 'official: ' or 'unofficial: '")]
    [InlineData("note: {zh: 小, en: Small}", "note: {zh: 小}", "note 'en' is missing.")]
    [InlineData("facilityKinds:", "facilityKinds: &k", "Anchors and aliases are not read")]
    [InlineData("note: {zh: 小, en: Small}", "note: {zh: 小, en: Small, zh: 大}", "This is not YAML")]
    public void A_fault_is_told_with_field_value_and_limit(string old, string damaged, string expected)
    {
        var text = PackText.With(old, damaged);

        var (pack, faults) = PackText.Read(text);

        Assert.Null(pack);
        Assert.Contains(faults, f => f.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_are_told_at_once_in_the_order_of_the_file()
    {
        var text = PackText.With("passMark: 80", "passMark: x").Replace("no: 1", "no: x", StringComparison.Ordinal).Replace("id: small", "id: sm all", StringComparison.Ordinal);

        var (_, faults) = PackText.Read(text);

        Assert.Equal(["2:5", "14:13", "36:13"], faults.Select(f => $"{f.Line}:{f.Column}"));
    }

    [Theory]
    [InlineData("{op: add, operands: [{op: registryValue, fact: households}, {op: constant, value: 1, unit: m2}]}", "has the unit m2, but the first operand of 'add' has {household}")]
    [InlineData("{op: constant, value: 1, unit: furlong}", "'furlong' is no unit")]
    [InlineData("{op: delta, devices: {classes: [parkingSpot]}, quantity: battery, window: 7d}", "'battery' is no register")]
    [InlineData("{op: delta, devices: {classes: [waterMeter, pir]}, quantity: volume, window: 7d}", "'volume' is no quantity of the class pir.")]
    [InlineData("{op: delta, devices: {classes: [waterMeter]}, quantity: volume, window: 7d, counted: visit}", "'volume' has the unit m3 already")]
    [InlineData("{op: uptime, devices: {}, window: 7d, states: [1]}", "'quantity' and 'states' belong together.")]
    [InlineData("{op: uptime, devices: {}, window: 7d, hours: {from: \"08:00\", to: \"08:00\"}}", "that is no hour at all")]
    [InlineData("{op: uptime, devices: {}, window: 7d, hours: {from: \"8:00\", to: \"25:00\"}}", "must be a time of day from \"00:00\" to \"24:00\", not '25:00'.")]
    [InlineData("{op: uptime, devices: {inFacilities: [hal]}, window: 7d}", "must be a kind of facility of this pack, not 'hal' (did you mean 'hall'?)")]
    [InlineData("{op: uptime, devices: {feeds: [house]}, window: 7d}", "must be a kind of place, not 'house'")]
    [InlineData("{op: withinSeconds, first: {from: events, devices: {}, types: [sos], window: 7d}, then: {steps: [{step: done, seconds: 60}]}}", "must be a step, not 'done'")]
    [InlineData("{op: withinSeconds, first: {from: events, devices: {}, types: [sos], window: 7d}, then: {steps: [{step: onSite, seconds: 60}]}, seconds: 5}", "each step has a limit of its own")]
    [InlineData("{op: withinSeconds, first: {from: events, devices: {}, types: [sos], window: 7d}, then: {devices: {classes: [pir]}, quantity: motion, state: true}}", "'seconds' is missing.")]
    [InlineData("{op: withinSeconds, first: {from: records, kind: facility}, then: {steps: [{step: onSite, seconds: 60}]}}", "must be events")]
    [InlineData("{op: count, source: {from: events, devices: {classes: [pir]}, types: [sos], window: 7d}}", "must be an event of these devices, not 'sos'")]
    [InlineData("{op: count, source: {from: events, devices: {classes: [healthStation]}, types: [visit], window: 7d, where: [{field: consent, value: 1x}]}}", "must be true or false, not '1x'.")]
    [InlineData("{op: count, source: {from: events, devices: {classes: [healthStation]}, types: [visit], window: 7d, where: [{field: consnt, value: true}]}}", "must be a data field of these events, not 'consnt' (did you mean 'consent'?)")]
    [InlineData("{op: countWhere, source: {from: devices, devices: {}}}", "'countWhere' needs 'where'")]
    [InlineData("{op: p90, source: {from: events, devices: {classes: [healthStation]}, types: [visit], window: 7d}, field: subject}", "must be a field with numbers of this source")]
    [InlineData("{op: compare, left: {op: constant, value: 1, unit: \"1\"}, is: about, right: 1}", "must be one of the values known here, not 'about'")]
    [InlineData("{op: ratio, numerator: {op: constant, value: 1, unit: \"1\"}, denominator: {op: constant, value: 1, unit: \"1\"}, times: 0}", "must be a number from")]
    [InlineData("7", "must be a formula: a mapping with 'op'.")]
    [InlineData("{value: 1}", "'op' is missing")]
    public void A_formula_is_checked_where_it_stands(string formula, string expected)
    {
        var text = PackText.With("formula: {op: compare, left: {op: evidenceCount, kinds: [plan]}, is: greaterOrEqual, right: 1}", "formula: " + formula);

        var (_, faults) = PackText.Read(text);

        var line = text.Split('\n').ToList().FindIndex(l => l.Contains("formula: " + formula, StringComparison.Ordinal)) + 1;
        Assert.Contains(faults, f => f.Message.Contains(expected, StringComparison.Ordinal) && f.Line == line && f.Path.StartsWith("scenarios[A].indicators[A-01].measures[A-01c].formula", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("a: [1, {b: ")]
    [InlineData("just a text")]
    [InlineData("- 1\n---\n- 2")]
    [InlineData("\t: x")]
    [InlineData("a: 'x")]
    public void What_is_no_pack_is_a_fault_and_nothing_else(string text)
    {
        var (pack, faults) = PackText.Read(text);

        Assert.Null(pack);
        Assert.NotEmpty(faults);
    }

    [Fact]
    public void A_pack_with_a_few_bytes_changed_never_throws()
    {
        const int Rounds = 1500;
        const string Marks = "{}[]:,-#&*!|>'\"%@ \t\n0aZ";
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(PackText.Small);
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)Marks[random.Next(Marks.Length)];

            var (pack, faults) = PackReader.Read(bytes);

            Assert.True(pack is null == faults.Count > 0, $"seed {seed}, round {round}");
            Assert.All(faults, f => Assert.True(f is { Line: > 0, Column: > 0 }, $"seed {seed}, round {round}: {f}"));
        }
    }

    [Fact]
    public void A_file_that_would_take_the_process_down_is_refused()
    {
        Assert.Contains("levels deep", Assert.Single(PackText.Read(new string('[', 200_000)).Faults).Message, StringComparison.Ordinal);
        Assert.Contains("at most 2097152 are read", Assert.Single(PackReader.Read(new byte[PackReader.MaxBytes + 1]).Faults).Message, StringComparison.Ordinal);
        Assert.Equal("This is not UTF-8.", Assert.Single(PackReader.Read(new byte[] { (byte)'a', 0xFF }).Faults).Message);
        Assert.Contains("Anchors and aliases", Assert.Single(PackText.Read("a: &x [1]\nb: [*x, *x]").Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_is_of_the_bytes()
    {
        var bytes = Encoding.UTF8.GetBytes(PackText.Small);

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), PackText.Good(PackText.Small).Hash);
        Assert.NotEqual(PackText.Good(PackText.Small).Hash, PackText.Good(PackText.Small + "# a remark\n").Hash);
    }
}
