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
            writer.Number((open.IsMatched ? 1 : 0) | (open.Number is null ? 0 : 2) | (open.Text is null ? 0 : 4));
            if (open.Number is { } number)
                writer.Double(number);
            if (open.Text is { } text)
                writer.Hash(text);
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
            events.Open[id] = new OpenEvent(atMs, (flags & 1) != 0, (flags & 2) != 0 ? reader.Double() : null, (flags & 4) != 0 ? reader.Hash() : null);
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

    internal static void Write(StateWriter writer, SortedDictionary<string, UptimeDays> devices)
    {
        var heard = devices.Values.Where(static d => d.FirstHeardMs != long.MaxValue).ToList();
        writer.Number(heard.Count);
        foreach (var device in heard)
        {
            writer.Text(device.Device);
            writer.Number(device.FirstHeardMs);
            writer.Number(device.Days.Count);
            for (var i = 0; i < device.Days.Count; i++)
            {
                writer.Number(device.Days.DayAt(i));
                writer.Number(device.Days.ItemAt(i).LastMs);
                for (var word = 0; word < UptimeSlots.Words; word++)
                    writer.Hash(device.Days.ItemAt(i).Slots[word]);
            }
        }
    }

    internal static void Read(ref StateReader reader, SortedDictionary<string, UptimeDays> devices)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var device = new UptimeDays(reader.Text()) { FirstHeardMs = reader.Number() };
            devices[device.Device] = device;
            for (var days = reader.Count(); days > 0; days--)
            {
                ref var day = ref device.Days.At(reader.Int());
                day.LastMs = reader.Int();
                for (var word = 0; word < UptimeSlots.Words; word++)
                    day.Slots[word] = reader.Hash();
            }
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

        var ends = series.Register?.Ends;
        writer.Number(ends?.Count ?? 0);
        Span<RegisterPoint> points = stackalloc RegisterPoint[4];
        for (var i = 0; i < (ends?.Count ?? 0); i++)
        {
            var count = series.Register!.Points(i, points);
            writer.Number(ends!.DayAt(i));
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
        writer.Number(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            writer.Number(entries[i].AtMs);
            writer.Hash(entries[i].Id);
            writer.Hash(entries[i].Key);
        }
    }

    private static void Read(ref StateReader reader, PairEntries entries)
    {
        for (var left = reader.Count(); left > 0; left--)
            entries.Add(new PairEntry(reader.Number(), reader.Hash(), reader.Hash()));
    }
}
