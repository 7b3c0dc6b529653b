namespace SmartCommunity.Cli.Supervision;

/// <summary>The device of the README's and the start text's example: a real one can be pointed at the gateway just like it.</summary>
internal static class DeviceExample
{
    internal const string Id = "my-wearable";
    internal const string Body = """{"id":"my-wearable","community":"baihe","class":"wearable","name":"My wearable"}""";
    internal const string Topic = "fc/v1/baihe/wearable/my-wearable/telemetry";
    internal const string Payload = """{"v":{"heartRate":72,"spo2":97}}""";
}
