namespace SmartCommunity.Indicators.Aggregates;

/// <summary>The content of leaves and series as canonical bytes: devices by name, days in order, hashes ascending. A part without content is empty.</summary>
internal static class LeafBytes
{
    internal static void Write(StateWriter writer, SampleDays samples)
    {
        var days = samples.Days;
        var used = Enumerable.Range(0, samples.Devices.Count).Where(device => Enumerable.Range(0, days.Count).Any(i => SampleDays.Has(days.ItemAt(i), device)))
            .OrderBy(samples.Devices.NameOf, StringComparer.Ordinal).ToList();
        writer.Number(used.Count);
        foreach (var device in used)
            writer.Text(samples.Devices.NameOf(device));
        writer.Number(days.Count);
        for (var i = 0; i < days.Count; i++)
        {
            ref readonly var day = ref days.ItemAt(i);
            writer.Number(days.DayAt(i));
            writer.Number(day.Count);
            writer.Number(day.Matched);
            writer.Wide(day.Sum);
            writer.Number(day.LastMs);
            for (var rank = 0; rank < used.Count; rank++)
                writer.Number(SampleDays.Has(day, used[rank]) ? 1 : 0);
        }
    }

    internal static void Read(ref StateReader reader, SampleDays samples)
    {
        var devices = new int[reader.Count()];
        for (var i = 0; i < devices.Length; i++)
            devices[i] = samples.Devices.IndexOf(reader.Text());
        for (var left = reader.Count(); left > 0; left--)
        {
            ref var day = ref samples.Days.At(reader.Int());
            (day.Count, day.Matched, day.Sum, day.LastMs) = (reader.Int(), reader.Int(), reader.Wide(), reader.Int());
            foreach (var device in devices)
            {
                if (reader.Number() != 0)
                    SampleDays.Mark(ref day, device);
            }
        }
    }

    internal static void Write(StateWriter writer, EventDays events)
    {
        writer.Number(events.Open.Count);
        foreach (var (id, open) in events.Open.OrderBy(static e => e.Key))
        {
            writer.Hash(id);
            writer.Number(open.AtMs);
            writer.Number((open.IsMatched ? 1 : 0) | ((int)open.Kind << 1));
            if (open.Kind != FieldKind.None)
                writer.Hash(open.Bits);
        }

        writer.Number(events.Days.Count);
        for (var i = 0; i < events.Days.Count; i++)
        {
            ref readonly var day = ref events.Days.ItemAt(i);
            writer.Number(events.Days.DayAt(i));
            writer.Number(day.Count);
            writer.Number(day.Matched);
            writer.Number(day.LastMs);
            writer.Number(day.Numbers.Length);
            for (var n = 0; n < day.Numbers.Length; n++)
            {
                writer.Double(day.Numbers[n]);
                writer.Number(day.Counts[n]);
            }

            writer.Number(day.Texts.Length);
            foreach (var text in day.Texts)
                writer.Hash(text);
        }
    }

    internal static void Read(ref StateReader reader, EventDays events)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var (id, atMs, flags) = (reader.Hash(), reader.Number(), reader.Number());
            events.Open[id] = new OpenEvent(atMs, flags >> 1 == 0 ? 0 : reader.Hash(), (FieldKind)(flags >> 1), (flags & 1) != 0);
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            ref var day = ref events.Days.At(reader.Int());
            (day.Count, day.Matched, day.LastMs) = (reader.Int(), reader.Int(), reader.Int());
            (day.Numbers, day.Counts) = (new double[reader.Count()], []);
            day.Counts = new int[day.Numbers.Length];
            for (var n = 0; n < day.Numbers.Length; n++)
                (day.Numbers[n], day.Counts[n]) = (reader.Double(), reader.Int());
            day.Texts = new ulong[reader.Count()];
            for (var n = 0; n < day.Texts.Length; n++)
                day.Texts[n] = reader.Hash();
        }
    }

    internal static void Write(StateWriter writer, PairDays pairs)
    {
        Write(writer, pairs.Firsts);
        Write(writer, pairs.Followers);
        var known = pairs.States.Values.Where(static s => s.Carry is not null).ToList();
        writer.Number(known.Count);
        foreach (var state in known)
        {
            writer.Text(state.Device);
            writer.Number(state.Carry == true ? 1 : 0);
        }
    }

    internal static void Read(ref StateReader reader, PairDays pairs)
    {
        Read(ref reader, pairs.Firsts);
        Read(ref reader, pairs.Followers);
        for (var left = reader.Count(); left > 0; left--)
            pairs.StateOf(reader.Text()).Carry = reader.Number() != 0;
    }

    internal static void Write(StateWriter writer, UptimeDays uptimes)
    {
        var heard = uptimes.HeardDevices();
        writer.Number(heard.Count);
        Span<byte> slots = stackalloc byte[SlotCode.Longest];
        foreach (var device in heard)
        {
            writer.Text(uptimes.NameOf(device));
            writer.Number(uptimes.FirstHeardMs(device));
            var days = uptimes.DaysOf(device);
            writer.Number(days.Count);
            foreach (var (day, (content, lastMs)) in days)
            {
                writer.Number(day);
                writer.Number(lastMs);
                writer.Part(slots[..SlotCode.Write(content, slots)]);
            }
        }
    }

    internal static void Read(ref StateReader reader, UptimeDays uptimes, int openFromDay)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var device = uptimes.IndexOf(reader.Text());
            uptimes.FirstHeardMs(device) = reader.Number();
            for (var days = reader.Count(); days > 0; days--)
                uptimes.Restore(device, reader.Int(), reader.Int(), SlotCode.Read(reader.Part()), openFromDay);
        }
    }

    internal static void Write(StateWriter writer, SeriesDays series)
    {
        var open = series.Open?.Days;
        writer.Number(open?.Count ?? 0);
        for (var i = 0; i < (open?.Count ?? 0); i++)
        {
            ref readonly var day = ref open!.ItemAt(i);
            writer.Number(open.DayAt(i));
            writer.Number(day.Count);
            var (before, value) = (0, 0L);
            for (var n = 0; n < day.Count; n++)
            {
                writer.Number(day.WithinMs[n] - before);
                writer.Number(day.Values[n] - value);
                (before, value) = (day.WithinMs[n], day.Values[n]);
            }
        }

        var days = series.Register?.DaysFrom(int.MinValue).ToList() ?? [];
        writer.Number(days.Count);
        Span<RegisterPoint> points = stackalloc RegisterPoint[4];
        foreach (var (day, ends) in days)
        {
            var count = series.Register!.Points(day, ends, points);
            writer.Number(day);
            writer.Number(count);
            foreach (var point in points[..count])
            {
                writer.Number(point.WithinMs);
                writer.Number(point.Value);
            }
        }
    }

    internal static void Read(ref StateReader reader, SeriesDays series)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            series.Open ??= new OpenSamples();
            var day = reader.Int();
            var (withinMs, value) = (0, 0L);
            for (var samples = reader.Count(); samples > 0; samples--)
            {
                withinMs += reader.Int();
                value += reader.Number();
                series.Open.Add(day, withinMs, value, out _);
            }
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            series.Register ??= new RegisterDays();
            var day = reader.Int();
            for (var points = reader.Count(); points > 0; points--)
                series.Register.Add(day, reader.Int(), reader.Number());
        }
    }

    private static void Write(StateWriter writer, PairEntries entries)
    {
        writer.Number(entries.Open.Count);
        foreach (var open in entries.Open)
        {
            writer.Number(open.AtMs);
            writer.Hash(open.Id);
            writer.Hash(open.Key);
        }

        writer.Number(entries.Closed.Count);
        for (var i = 0; i < entries.Closed.Count; i++)
        {
            ref readonly var day = ref entries.Closed.ItemAt(i);
            writer.Number(entries.Closed.DayAt(i));
            writer.Number(day.WithinMs.Length);
            writer.Number(day.Keys is null ? 0 : 1);
            for (var n = 0; n < day.WithinMs.Length; n++)
            {
                writer.Number(day.WithinMs[n] - (n == 0 ? 0 : day.WithinMs[n - 1]));
                if (day.Keys is not null)
                    writer.Hash(day.Keys[n]);
            }
        }
    }

    private static void Read(ref StateReader reader, PairEntries entries)
    {
        for (var left = reader.Count(); left > 0; left--)
            entries.Add(new PairEntry(reader.Number(), reader.Hash(), reader.Hash()));
        for (var left = reader.Count(); left > 0; left--)
        {
            ref var day = ref entries.Closed.At(reader.Int());
            day.WithinMs = new int[reader.Count()];
            day.Keys = reader.Number() == 0 ? null : new ulong[day.WithinMs.Length];
            for (var n = 0; n < day.WithinMs.Length; n++)
            {
                day.WithinMs[n] = (n == 0 ? 0 : day.WithinMs[n - 1]) + reader.Int();
                if (day.Keys is not null)
                    day.Keys[n] = reader.Hash();
            }
        }
    }
}
