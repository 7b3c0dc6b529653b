using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>
/// The sun over Fuyang (30.05° N, 119.95° E). Declination after Cooper (1969), hour angle from local solar time; the equation of time (at most
/// 16 minutes) is left out.
/// </summary>
/// <remarks>sin(height) = sin(latitude)·sin(declination) + cos(latitude)·cos(declination)·cos(hour angle); at solar noon of an equinox 0.866.</remarks>
internal static class Sun
{
    private const double Latitude = 30.05;
    private const double Longitude = 119.95;
    private const double ZoneMeridian = 120;
    private const double MinutesPerDegree = 4;
    private const double Tilt = 23.45;
    private const double DaysPerYear = 365.25;
    private const double CooperOffset = 284;
    private const double CooperYear = 365;
    private const double FullTurn = 360;
    private const double NoonMinute = 720;

    private const int YearDays = 367;
    private const int StepMinutes = 10;

    /// <summary>By day of the year: the first and the last minute with the sun above the horizon, and the hours of full sun (Σ sin(height)).</summary>
    private static readonly (double Dawn, double Dusk, double FullSunHours)[] Days = [.. Enumerable.Range(0, YearDays).Select(DayFromMidnight)];

    /// <summary>Dawn and dusk of a day, minutes, and what a clear sky would give, in hours of the sun overhead.</summary>
    internal static (double Dawn, double Dusk, double FullSunHours) Of(long day) => Days[(int)(day % DaysPerYear)];

    internal static double SineOfHeight(Moment now)
    {
        var dayOfYear = 1 + (now.Day % DaysPerYear);
        var declination = Tilt * Curve.Sin(FullTurn * (CooperOffset + dayOfYear) / CooperYear);
        var solarMinute = now.Minute + ((Longitude - ZoneMeridian) * MinutesPerDegree);
        var hourAngle = (solarMinute - NoonMinute) / MinutesPerDegree;
        return (Curve.Sin(Latitude) * Curve.Sin(declination)) + (Curve.Cos(Latitude) * Curve.Cos(declination) * Curve.Cos(hourAngle));
    }

    private static (double Dawn, double Dusk, double FullSunHours) DayFromMidnight(int dayOfYear)
    {
        var (dawn, dusk, sum) = (0.0, 0.0, 0.0);
        for (var minute = 0; minute < Moment.MinutesPerDay; minute += StepMinutes)
        {
            var height = SineOfHeight(new Moment(0, dayOfYear, minute));
            if (height <= 0)
                continue;
            dawn = dawn == 0 ? minute : dawn;
            dusk = minute;
            sum += height * StepMinutes / 60;
        }

        return (dawn, dusk, sum);
    }
}
