namespace SmartCommunity.Indicators.Aggregates;

/// <summary>The content of leaves and series as canonical bytes: devices by name, days in order, hashes ascending. A part without content is empty.</summary>
internal static class LeafBytes
{
    internal static void Write(StateWriter writer, SampleDays samples)
    {
        var days = samples.DaysFrom(int.MinValue).ToList();
        var used = Enumerable.Range(0, samples.Devices.Count).Where(device => days.Exists(day => SampleDays.Has(day.Content, device))).OrderBy(samples.Devices.NameOf, StringComparer.Ordinal).ToList();
        writer.Number(used.Count);
        foreach (var device in used)
            writer.Text(samples.Devices.NameOf(device));
        writer.Number(days.Count);
        foreach (var (day, content) in days)
        {
            writer.Number(day);
            writer.Number(content.Count);
            writer.Number(content.Matched);
            writer.Wide(content.Sum);
            writer.Number(content.LastMs);
            foreach (var device in used)
                writer.Number(SampleDays.Has(content, device) ? 1 : 0);
        }
    }

    internal static void Read(ref StateReader reader, SampleDays samples)
    {
        var devices = new int[reader.Count()];
        for (var i = 0; i < devices.Length; i++)
            devices[i] = samples.Devices.IndexOf(reader.Name());
        for (var left = reader.Count(); left > 0; left--)
        {
            var day = reader.Int();
            var content = new SampleDay { Count = reader.Int(), Matched = reader.Int(), Sum = reader.Wide(), LastMs = reader.Int() };
            foreach (var device in devices)
            {
                if (reader.Number() != 0)
                    SampleDays.Mark(ref content, device);
            }

            samples.Restore(day, content);
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

        var days = events.Days.DaysFrom(int.MinValue).ToList();
        writer.Number(days.Count);
        foreach (var (day, content) in days)
        {
            writer.Number(day);
            writer.Number(content.Count);
            writer.Number(content.Matched);
            writer.Number(content.LastMs);
            writer.Number(content.Numbers.Length);
            for (var n = 0; n < content.Numbers.Length; n++)
            {
                writer.Double(content.Numbers[n]);
                writer.Number(content.Counts[n]);
            }

            writer.Number(content.Texts.Length);
            foreach (var text in content.Texts)
                writer.Hash(text);
        }
    }

    internal static void Read(ref StateReader reader, EventDays events)
    {
        var open = reader.Count();
        events.Open.EnsureCapacity(open);
        for (; open > 0; open--)
        {
            var (id, atMs, flags) = (reader.Hash(), reader.Number(), reader.Number());
            events.Open[id] = new OpenEvent(atMs, flags >> 1 == 0 ? 0 : reader.Hash(), (FieldKind)(flags >> 1), (flags & 1) != 0);
        }

        var days = new SortedDictionary<int, EventDay>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var day = reader.Int();
            var content = new EventDay { Count = reader.Int(), Matched = reader.Int(), LastMs = reader.Int(), Numbers = new double[reader.Count()] };
            content.Counts = new int[content.Numbers.Length];
            for (var n = 0; n < content.Numbers.Length; n++)
                (content.Numbers[n], content.Counts[n]) = (reader.Double(), reader.Int());
            content.Texts = new ulong[reader.Count()];
            for (var n = 0; n < content.Texts.Length; n++)
                content.Texts[n] = reader.Hash();
            days[day] = content;
        }

        events.Days = PackedEventDays.Of(days.Select(static d => (d.Key, d.Value)));
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
            pairs.StateOf(reader.Name()).Carry = reader.Number() != 0;
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
            var device = uptimes.IndexOf(reader.Name());
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
                writer.Number(day.WithinMsAt(n) - before);
                writer.Number(day.ValueAt(n) - value);
                (before, value) = (day.WithinMsAt(n), day.ValueAt(n));
            }
        }

        var days = series.Register?.DaysFrom(int.MinValue).ToList() ?? [];
        writer.Number(days.Count);
        Span<RegisterPoint> points = stackalloc RegisterPoint[RegisterDays.MostPoints];
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

        var days = entries.Closed.All().GroupBy(static e => ChinaDays.Of(e.AtMs)).ToList();
        writer.Number(days.Count);
        foreach (var day in days)
        {
            var all = day.ToList();
            var hasKeys = all.Exists(static e => e.Key != 0);
            writer.Number(day.Key);
            writer.Number(all.Count);
            writer.Number(hasKeys ? 1 : 0);
            var lastMs = ChinaDays.StartMs(day.Key);
            foreach (var entry in all)
            {
                writer.Number(entry.AtMs - lastMs);
                lastMs = entry.AtMs;
                if (hasKeys)
                    writer.Hash(entry.Key);
            }
        }
    }

    private static void Read(ref StateReader reader, PairEntries entries)
    {
        for (var left = reader.Count(); left > 0; left--)
            entries.Add(new PairEntry(reader.Number(), reader.Hash(), reader.Hash()));
        var closed = new List<PairEntry>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var atMs = ChinaDays.StartMs(reader.Int());
            var count = reader.Count();
            var hasKeys = reader.Number() != 0;
            for (; count > 0; count--)
            {
                atMs += reader.Int();
                closed.Add(new PairEntry(atMs, 0, hasKeys ? reader.Hash() : 0));
            }
        }

        closed.Sort();
        entries.Restore(closed);
    }
}
