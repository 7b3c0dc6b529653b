namespace SmartCommunity.Console;

/// <summary>Names the resource files of the console's words: <c>Resources/Ui.zh-CN.resx</c> and <c>Resources/Ui.en.resx</c>.</summary>
internal sealed class Ui;
