namespace SmartCommunity.Anomaly.Falls;

/// <summary>Acceleration as a worn sensor measures it, gravity included: at rest its magnitude is 1 g. The axes may point anywhere: nothing here depends on how the sensor is worn.</summary>
/// <param name="X">Along the sensor's first axis, in g (9.80665 m/s²).</param>
/// <param name="Y">Along its second axis, in g.</param>
/// <param name="Z">Along its third axis, in g.</param>
public readonly record struct Acceleration(float X, float Y, float Z)
{
    internal double Magnitude => Math.Sqrt(Dot(this));

    internal double Dot(Acceleration other) => ((double)X * other.X) + ((double)Y * other.Y) + ((double)Z * other.Z);

    internal double DistanceTo(Acceleration other) => new Acceleration(X - other.X, Y - other.Y, Z - other.Z).Magnitude;

    /// <summary>Angle between two directions, 0 to 180°; 0 where one of them has no length.</summary>
    internal double DegreesTo(Acceleration other)
    {
        var lengths = Magnitude * other.Magnitude;
        return lengths == 0 ? 0 : Math.Acos(Math.Clamp(Dot(other) / lengths, -1, 1)) * 180 / Math.PI;
    }
}
