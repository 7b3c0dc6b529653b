namespace SmartCommunity.Simulators.Behaviours;

/// <summary>
/// Parameters of behaviours, computed by <c>Fitting.Fit</c> from the recorded data sets; each says from which file, by which statistic, of how many values. A test computes
/// them again and compares. The data themselves are not part of the repository.
/// </summary>
internal static class Fitted
{
    /// <summary>Gets up, h: median of 22 nights (kasteren_adl, "go to bed", end).</summary>
    internal const double WakeHour = 8.7261;

    /// <summary>… and how it scatters, min: 1.4826 · median absolute deviation, same nights.</summary>
    internal const double WakeSdMinutes = 32.64;

    /// <summary>Goes to bed, h after midnight of the day: median of the nights that begin before 03:00 (kasteren_adl, "go to bed", start).</summary>
    internal const double SleepHour = 23.78;

    /// <summary>… and how it scatters, min, as above.</summary>
    internal const double SleepSdMinutes = 76.08;

    /// <summary>Nights without sleep at home: 1 − 22 nights ÷ 25 days (kasteren_adl).</summary>
    internal const double AwayNightChance = 0.12;

    /// <summary>Visits to the toilet within the nights, per night (kasteren_adl, "use toilet", 114 visits).</summary>
    internal const double ToiletPerNight = 1.0909;

    /// <summary>Visits an hour awake at home, without the two a plan has at waking and before bed (same visits).</summary>
    internal const double ToiletPerAwakeHour = 0.4905;

    /// <summary>Length of a visit, min: median of 114 (kasteren_adl).</summary>
    internal const double ToiletMinutes = 1.1333;

    /// <summary>Showers a morning woken up at home, at most 1 (kasteren_adl, "take shower", 23).</summary>
    internal const double ShowerChance = 1;

    /// <summary>Breakfasts a morning woken up at home (kasteren_adl, "prepare Breakfast", 20).</summary>
    internal const double BreakfastChance = 0.9091;

    /// <summary>Dinners cooked a day (kasteren_adl, "prepare Dinner", 10 in 25 days).</summary>
    internal const double DinnerChance = 0.4;

    /// <summary>Begins to cook, h: median of 10.</summary>
    internal const double DinnerHour = 19.62;

    /// <summary>… and how it scatters, min: 1.4826 · median absolute deviation.</summary>
    internal const double DinnerSdMinutes = 38.23;

    /// <summary>Cooks for, min: median of 10.</summary>
    internal const double DinnerMinutes = 33.64;

    /// <summary>Gets a drink, times an hour awake at home (kasteren_adl, "get drink", 20).</summary>
    internal const double DrinksPerAwakeHour = 0.2133;

    /// <summary>Share of five-minute stretches awake at home with an empty diary in which one of 14 contacts fires (kasteren_adl, 1,319 firings).</summary>
    internal const double RestingMotionChance = 0.0821;

    /// <summary>Leaves the house before 16:00 on a workday woken up at home (kasteren_adl, "leave house", 34).</summary>
    internal const double LeavesOnWorkday = 1;

    /// <summary>… on a Saturday or Sunday.</summary>
    internal const double LeavesOnDayOff = 0.6667;

    /// <summary>Leaves, h: median of the first outing before 16:00.</summary>
    internal const double LeaveHour = 10.12;

    /// <summary>… and how it scatters, min: 1.4826 · median absolute deviation.</summary>
    internal const double LeaveSdMinutes = 53.34;

    /// <summary>Stays out, h: median of those that end within 16 h.</summary>
    internal const double AwayHours = 8.5872;

    /// <summary>… and how it scatters, h.</summary>
    internal const double AwaySdHours = 2.2194;

    /// <summary>Leaves once more from 16:00 on, per day.</summary>
    internal const double EveningOutChance = 0.4;

    /// <summary>… at, h: median.</summary>
    internal const double EveningOutHour = 18.63;

    /// <summary>… and how it scatters, min.</summary>
    internal const double EveningOutSdMinutes = 35.48;

    /// <summary>… for, h: median of those that end within 16 h.</summary>
    internal const double EveningOutHours = 4.0633;

    /// <summary>… and how it scatters, h.</summary>
    internal const double EveningOutSdHours = 1.7384;

    /// <summary>A mild day's load against the mean: least squares of 12 monthly means on degrees above 24 and below 12 Cel (ett_h1, column LUFL, 17,420 hours; temperatures: Hangzhou's normals).</summary>
    internal const double SeasonBase = 0.8832;

    /// <summary>… more for each degree above 24 Cel.</summary>
    internal const double CoolingPerDegree = 0.0837;

    /// <summary>… more for each degree below 12 Cel.</summary>
    internal const double HeatingPerDegree = 0.0244;

    /// <summary>Degrees at which cooling and heating begin; the fit is done with these.</summary>
    internal const double CoolingAbove = 24;
    internal const double HeatingBelow = 12;

    /// <summary>Minutes in which an empty room loses its excess of CO2 down to 1/e: median of the evenings, 18:30 to 20:30 (occupancy_uci, 20,560 minutes).</summary>
    internal const double AiringMinutes = 107.7;

    /// <summary>The chances the next two tables are quantiles at.</summary>
    internal static readonly double[] Chances = [0.1, 0.3, 0.5, 0.7, 0.9];

    /// <summary>CO2 of the room before anybody comes, ppm: quantiles of the mornings, 04:00 to 06:00 (occupancy_uci).</summary>
    internal static readonly double[] BackgroundPpm =
        [435.01, 445.941, 466.859, 567.702, 777.687];

    /// <summary>Light of an occupied room, lx: median (occupancy_uci).</summary>
    internal const double LitRoomLux = 449.68;

    /// <summary>Share of the time somebody is in the office, by hour, workdays (occupancy_uci, Occupancy).</summary>
    internal static readonly double[] OfficeUse =
        [0, 0, 0, 0, 0, 0, 0, 0.103, 0.488, 0.973, 0.944, 0.859, 0.849, 0.47, 0.871, 0.895, 0.985, 0.933, 0.127, 0, 0, 0, 0, 0];

    /// <summary>What the people in it give off, ppm an hour: quantiles of the workdays' balances (occupancy_uci).</summary>
    internal static readonly double[] OfficePpmPerHour =
        [73.45, 195.283, 365.912, 403.884, 498.552];

    /// <summary>What a household always uses, against its mean: lowest 5 % (uci_household_2days, 192 quarters of an hour).</summary>
    internal const double HouseholdBase = 0.2087;

    /// <summary>What comes on top of that by hour, against its mean, smoothed (1, 2, 1) (uci_household_2days, 192 quarters of an hour).</summary>
    internal static readonly double[] HouseholdCourse =
        [0.72, 0.112, 0.049, 0.049, 0.093, 0.51, 1.458, 2.206, 2.149, 1.697, 1.364, 1.007, 0.645, 0.51, 0.342, 0.135, 0.172, 0.807, 1.841, 2.118, 1.52, 1.216, 1.648, 1.633];

    /// <summary>A quarter's power against that course: quantiles at 0, 1/8, … 1 (same quarters).</summary>
    internal static readonly double[] HouseholdRatio =
        [0, 0.082, 0.307, 0.636, 0.813, 1.029, 1.212, 1.684, 3.483];

    /// <summary>Ranks among the recorded car parks the rows of the tables below stand for; 0 and 1 are the 2 % and 98 % quantiles.</summary>
    internal static readonly double[] OccupancyRanks = [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1];

    /// <summary>Occupied share by rank and by every second hour, weekdays (parking_de, October 2024, 140 lots that move, 292,530 quarters of an hour).</summary>
    internal static readonly double[][] OccupancyWeekday =
    [
        [0, 0, 0, 0, 0.006, 0.013, 0.017, 0.014, 0.004, 0, 0, 0],
        [0.028, 0.027, 0.027, 0.046, 0.125, 0.247, 0.288, 0.265, 0.231, 0.177, 0.102, 0.051],
        [0.109, 0.104, 0.102, 0.12, 0.215, 0.397, 0.48, 0.448, 0.392, 0.312, 0.228, 0.159],
        [0.172, 0.168, 0.167, 0.192, 0.3, 0.497, 0.591, 0.553, 0.5, 0.399, 0.309, 0.232],
        [0.238, 0.233, 0.231, 0.267, 0.396, 0.59, 0.678, 0.646, 0.585, 0.48, 0.392, 0.312],
        [0.354, 0.346, 0.345, 0.368, 0.496, 0.679, 0.766, 0.73, 0.662, 0.575, 0.49, 0.415],
        [0.515, 0.512, 0.509, 0.515, 0.597, 0.784, 0.861, 0.822, 0.754, 0.688, 0.622, 0.546],
        [0.734, 0.73, 0.726, 0.696, 0.731, 0.914, 0.97, 0.944, 0.892, 0.857, 0.815, 0.748],
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    ];

    /// <summary>… Saturdays (53,472).</summary>
    internal static readonly double[][] OccupancySaturday =
    [
        [0, 0, 0, 0, 0.002, 0.008, 0.024, 0.032, 0.033, 0.005, 0.003, 0.004],
        [0.035, 0.031, 0.029, 0.034, 0.055, 0.157, 0.264, 0.308, 0.312, 0.273, 0.163, 0.089],
        [0.141, 0.119, 0.112, 0.116, 0.142, 0.31, 0.464, 0.546, 0.505, 0.4, 0.313, 0.242],
        [0.225, 0.196, 0.185, 0.196, 0.21, 0.397, 0.6, 0.69, 0.64, 0.514, 0.412, 0.325],
        [0.295, 0.274, 0.265, 0.274, 0.282, 0.481, 0.743, 0.799, 0.777, 0.619, 0.519, 0.432],
        [0.408, 0.387, 0.385, 0.385, 0.38, 0.574, 0.848, 0.942, 0.894, 0.765, 0.641, 0.53],
        [0.572, 0.564, 0.549, 0.546, 0.519, 0.697, 0.962, 0.99, 0.975, 0.888, 0.78, 0.661],
        [0.808, 0.808, 0.808, 0.757, 0.728, 0.862, 1, 1, 1, 0.981, 0.912, 0.834],
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    ];

    /// <summary>… Sundays and 3 October (66,624).</summary>
    internal static readonly double[][] OccupancySunday =
    [
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0.052, 0.041, 0.032, 0.034, 0.043, 0.049, 0.055, 0.066, 0.066, 0.053, 0.034, 0.02],
        [0.157, 0.13, 0.117, 0.115, 0.117, 0.149, 0.173, 0.185, 0.19, 0.177, 0.149, 0.1],
        [0.232, 0.203, 0.193, 0.195, 0.192, 0.214, 0.242, 0.258, 0.267, 0.264, 0.226, 0.18],
        [0.315, 0.286, 0.275, 0.274, 0.269, 0.289, 0.312, 0.333, 0.341, 0.336, 0.297, 0.24],
        [0.437, 0.412, 0.399, 0.403, 0.395, 0.41, 0.445, 0.476, 0.478, 0.454, 0.412, 0.35],
        [0.576, 0.569, 0.561, 0.546, 0.538, 0.548, 0.599, 0.642, 0.619, 0.576, 0.547, 0.518],
        [0.807, 0.808, 0.808, 0.766, 0.758, 0.746, 0.814, 0.882, 0.874, 0.81, 0.762, 0.741],
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    ];
}
