namespace SmartCommunity.Tests.Indicators.Scoring;

/// <summary>A renovation community with something in it for each of the 86 measures of the Zhejiang pack; the numbers are chosen so that values can be computed by hand.</summary>
internal static class ZhejiangCommunity
{
    private const long Min = TestCommunity.Minute;
    private static readonly DateOnly _day = new(2026, 6, 10);

    internal static TestCommunity Build()
    {
        var community = new TestCommunity { Claimed = { "CY", "DT", "JT", "JZ" } };
        Facts(community);
        Records(community);
        Evidence(community);
        Devices(community);
        History(community.History);
        return community;
    }

    private static void Facts(TestCommunity c)
    {
        c.Fact("households", 1000, inspected: true).Fact("residents", 2000, inspected: true);
        foreach (var (code, value) in new (string, double)[]
        {
            ("dwellings", 1000), ("residents14plus", 1600), ("residents60plus", 400), ("children3to6", 80), ("keyPopulation", 200), ("guardHouseholds", 5), ("pointsResidents90d", 280),
            ("dwellingsNearChildcare500", 800), ("dwellingsNearChildcare300", 600), ("dwellingsNearFitness300", 850), ("healthRecords", 1600), ("dwellingsNearHealthStation1000", 900),
            ("familyDoctorContracts", 145), ("talentDwellings", 15), ("twinPlaces", 100), ("twinPlacesComplete", 85), ("idleAreaFound", 1000), ("idleAreaReused", 550), ("floorArea", 100_000),
            ("publicFloorArea", 10_000), ("prefabricatedArea", 80_000), ("buildings", 10), ("buildingsRenovated", 8), ("greenFloorArea", 10_000), ("stairwells", 100), ("stairwellsBarrierFree", 55),
            ("sharedOpenArea", 300), ("dwellingsNearStop300", 800), ("dwellingsNearStop300to500", 100), ("parkingSpaces", 650), ("chargingSpaces", 52), ("chargingReservedSpaces", 78), ("mainPathLength", 1000),
            ("barrierFreePathLength", 775), ("lockerCells", 400), ("pvCapacity", 25), ("suitableRoofArea", 1000), ("commonElectricityBaseline", 10_000), ("baselineDegreeDays", 2000), ("commonFloorArea", 500),
            ("wasteMass12m", 100), ("recycledMass12m", 40), ("operationIncome12m", 900_000), ("operationCost12m", 1_000_000), ("repairOrders90d", 200), ("repairOrdersInTime90d", 175),
            ("feesReceivable12m", 1_000_000), ("feesCollected12m", 850_000), ("seniorMeals30d", 900), ("gridEvents90d", 40), ("gridEventsInTime90d", 35), ("appHouseholds90d", 325), ("surveyHouseholds", 60),
            ("satisfiedShare", 87.5), ("proposals90d", 40), ("proposalsAnswered7d", 33), ("householdsReachable", 950), ("planningHouseholds", 2000), ("planningHouseholdsReachable", 600),
            ("monthlyActiveUsers", 350), ("operatorContractYears", 2), ("openHoursKept", 89),
        })
            c.Fact(code, value);
    }

    private static void Records(TestCommunity c)
    {
        c.Record("facility", "f-centre", new { kind = "neighbourhoodCentre", status = "inUse", area = 60, activityArea = 50 })
            .Record("facility", "f-canteen", new { kind = "canteen", status = "inUse", area = 40 })
            .Record("facility", "f-learning", new { kind = "learning", status = "inUse", area = 125, activityArea = 125 })
            .Record("facility", "f-daycare", new { kind = "dayCare", status = "inUse", area = 250, activityArea = 100 })
            .Record("facility", "f-daycare-2", new { kind = "dayCare", status = "planned", area = 400 })
            .Record("facility", "f-childcare", new { kind = "childcare", status = "inUse", area = 75, places = 7, registered = true, walkMinutes = 10 })
            .Record("facility", "f-childcare-far", new { kind = "other", status = "inUse", area = 75, places = 20, registered = true, walkMinutes = 20 })
            .Record("facility", "f-kindergarten", new { kind = "kindergarten", status = "inUse", area = 900, seats = 74, walkMinutes = 12 })
            .Record("facility", "f-sport", new { kind = "sport", status = "inUse", area = 880 })
            .Record("facility", "f-coworking", new { kind = "coworking", status = "inUse", area = 120 });
        for (var i = 0; i < 14; i++)
            c.Record("communityEvent", $"ce-{i:D2}", new { type = "culture", heldOn = _day.AddDays(-20 * i) });
        c.Record("communityEvent", "ce-sport", new { type = "sport", heldOn = _day }).Record("communityEvent", "ce-old", new { type = "culture", heldOn = _day.AddDays(-400) });
        for (var i = 0; i < 4; i++)
            c.Record("society", $"so-{i}", new { members = 10, lastActiveOn = _day });
        c.Record("society", "so-old", new { members = 10, lastActiveOn = _day.AddDays(-100) });
        string[] ages = ["child", "adult", "senior", "senior", "adult"];
        for (var i = 0; i < ages.Length; i++)
            c.Record("course", $"co-{i}", new { ageGroup = ages[i], heldOn = _day });
        for (var i = 0; i < 6; i++)
            c.Record("teacher", $"te-{i}", new { skill = "chess" });
        for (var i = 0; i < 12; i++)
            c.Record("startupService", $"st-{i:D2}", new { client = $"client-{i % 9}", servedOn = _day });
        for (var i = 0; i < 11; i++)
            c.Record("sharedSpot", $"sp-{i:D2}", new { status = i < 10 ? "offered" : "withdrawn" });
        c.Record("aed", "aed-1", new { inService = true, padsValid = true, checkedOn = _day }).Record("aed", "aed-2", new { inService = true, padsValid = false, checkedOn = _day });
        string[] shops = ["convenience", "market", "breakfast", "restaurant", "pharmacy", "laundry", "barber"];
        foreach (var kind in shops)
            c.Record("shop", $"sh-{kind}", new { kind, area = 40, walkMinutes = 6 });
        c.Record("shop", "sh-super", new { kind = "supermarket", area = 200, walkMinutes = 8 }).Record("shop", "sh-bank", new { kind = "bank", area = 90, walkMinutes = 14 });
        foreach (var scenario in (string[])["LL", "JY", "JK", "FW", "ZL", "JT"])
            c.Record("onlineFunction", $"of-{scenario}", new { scenario, uses30d = 12, lastUsedOn = _day });
    }

    private static void Evidence(TestCommunity c)
    {
        c.Accepted("cultureTheme").Accepted("culturePlace").Accepted("covenant", inspected: true).Accepted("schoolAgreement", dated: new DateOnly(2025, 1, 1)).Accepted("medicalAlliance");
        c.Accepted("designReview", score: 75).Accepted("emergencyPlan", inspected: true).Accepted("emergencyDrill", inspected: true, id: "e-drill-1").Accepted("emergencyDrill", inspected: true, id: "e-drill-2");
        c.Accepted("councilCharter", inspected: true).Accepted("mlpsFiling").Accepted("serviceLink").Accepted("highlight", id: "e-highlight-1").Accepted("highlight", id: "e-highlight-2").Accepted("highlightReview", score: 80);
    }

    private static void Devices(TestCommunity c)
    {
        for (var home = 1; home <= 5; home++)
        {
            c.Device($"panic-{home}", "panicButton", 5 * Min, $"unit:{home}").Device($"pir-{home}", "pir", home == 5 ? 1800 * Min : 5 * Min, $"unit:{home}")
                .Device($"door-{home}", "doorContact", 5 * Min, $"unit:{home}");
        }

        c.Device("door-reading", "doorContact", 5 * Min, "facility:reading", "readingRoom").Device("pir-desk", "pir", 5 * Min, "facility:coworking", "coworking");
        for (var i = 0; i < 19; i++)
            c.Device($"smoke-{i:D2}", "smokeDetector", 5 * Min, $"unit:{i}");
        c.Device("leak-1", "leakDetector", 1800 * Min, "unit:1").Device("water-master", "waterMeter", 5 * Min, feeds: "community");
        for (var i = 0; i < 4; i++)
            c.Device($"water-{i}", "waterMeter", i == 3 ? 180 * Min : 5 * Min, $"unit:{i}", feeds: "unit");
        c.Device("station", "healthStation", 5 * Min, "facility:health", "healthStation").Device("counter", "peopleCounter", 5 * Min, "facility:centre", "neighbourhoodCentre")
            .Device("turnstile", "accessGate", 5 * Min, "facility:fitness", "fitnessRoom").Device("air", "indoorAir", Min, "facility:childcare", "childcare");
        for (var i = 0; i < 8; i++)
            c.Device($"spot-{i}", "parkingSpot", i == 7 ? 6 * Min : 2 * Min, "facility:parking", values: ("spotStatus", i == 6 ? 3 : i % 2));
        c.Device("site", "parkingSite", Min, "facility:parking").Device("display", "display", Min, "facility:stop", "busStop").Device("charger", "evCharger", Min, "facility:parking")
            .Device("lamp-1", "streetLamp", Min).Device("lamp-2", "streetLamp", Min).Device("locker", "parcelLocker", Min, "facility:locker").Device("pv", "pvInverter", Min, "building:1")
            .Device("meter-1", "electricityMeter", Min, "building:1", feeds: "building").Device("meter-2", "electricityMeter", Min, "building:2", feeds: "building").Device("gas", "gasMeter", Min, "building:1", feeds: "building")
            .Device("weather", "outdoorAir", Min).Device("bin", "wasteBin", Min);
    }

    private static void History(ScriptedAggregates h)
    {
        h.SampleAnswers["indoorAir childcare nursery co2"] = (1000, 875, 0);
        h.SampleAnswers["streetLamp activePower"] = (1000, 970, 0);
        h.Delta("peopleCounter accessGate neighbourhoodCentre neighbourHall entries", 500).Delta("accessGate peopleCounter fitnessRoom entries", 250).Delta("pvInverter pvSelfUse", 500)
            .Delta("electricityMeter building facility energyImport", 4000, 6000).Delta("gasMeter building facility volume", 500).Delta("waterMeter community volume", 1000)
            .Delta("waterMeter building unit facility volume", 300, 305, 300);
        h.Uptime("doorContact accessGate readingRoom library door", 38, 156).Uptime("healthStation", 945, 1000).Uptime("pir coworking motion", 80, 200).Uptime("display busStop metroStop", 890, 1000)
            .Uptime("evCharger chargerStatus", 940, 1000).Uptime("streetLamp lampOn", 980, 1000).Uptime("*", 890, 1000);
        h.Event("healthStation visit", 90, 60, 50).Event("parkingSite sharedUse", 5, 5, 3).Event("parcelLocker parcelOut", 10, 10, 0, (6, 5), (24, 3), (36, 2)).Event("wasteBin wasteDrop", 1000, 825, 0);
        h.PairAnswers["healthStation visit"] = (40, 31);
        h.PairAnswers["elderlyCare sos|fall"] = (100, 89);
        h.PairAnswers["parkingGate parkingSite gateEntry"] = (40, 33);
        h.PairAnswers["* sos|fall|smoke|gas|co"] = (100, 92);
        for (var i = 0; i < 365; i++)
            h.Means.Add((TestCommunity.Today.AddDays(i - 364), i < 200 ? 7 : 20));
    }
}
