// Inside SmartCommunity.Cli the name Console is the sibling namespace SmartCommunity.Console.
global using Terminal = System.Console;
