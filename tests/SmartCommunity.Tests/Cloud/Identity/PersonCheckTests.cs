using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Tests.Cloud.Identity;

public sealed class PersonCheckTests
{
    [Theory]
    [InlineData("short-1-pass", "name", null)]
    [InlineData("eleven-char", "name", "password has 11 characters; it must have 12 to 128.")]
    [InlineData("", "name", "password has 0 characters; it must have 12 to 128.")]
    [InlineData(null, "name", "password has 0 characters; it must have 12 to 128.")]
    [InlineData("abababababab", "name", "password has 2 different characters; it must have at least 5.")]
    [InlineData("my-WANG.FANG-2026", "wang.fang", "password must not contain the name to sign in by.")]
    public void A_password_is_refused_with_its_limit(string? password, string name, string? message) => Assert.Equal(message, PersonCheck.Password("password", password, name)?.Message);

    [Fact]
    public void A_password_of_129_characters_is_too_long() =>
        Assert.Equal("password has 129 characters; it must have 12 to 128.", PersonCheck.Password("password", string.Concat(Enumerable.Repeat("abcdefghijk", 12))[..129], "name")?.Message);

    [Theory]
    [InlineData("abc", true)]
    [InlineData("wang.fang_2-x", true)]
    [InlineData("ab", false)]
    [InlineData("Wang", false)]
    [InlineData("1abc", false)]
    [InlineData("abcdefghijklmnopqrstuvwxy", false)]
    [InlineData("王芳", false)]
    [InlineData(null, false)]
    public void A_name_to_sign_in_by_is_lower_case_and_short(string? name, bool isRight) => Assert.Equal(isRight, PersonCheck.Name(name) is null);

    [Theory]
    [InlineData("Wang", "street", "street:fuchun", "", "")]
    [InlineData("", "street", "street:fuchun", "", "displayName")]
    [InlineData("Wang", "", "street:fuchun", "", "roles")]
    [InlineData("Wang", "street street", "street:fuchun", "", "roles")]
    [InlineData("Wang", "mayor", "street:fuchun", "", "roles")]
    [InlineData("Wang", "street", "street:moon", "", "area")]
    [InlineData("Wang", "administrator", "street:fuchun", "", "area")]
    [InlineData("Wang", "administrator", "district", "", "")]
    [InlineData("Wang", "department", "district", "", "department")]
    [InlineData("Wang", "street", "street:fuchun", "civil affairs", "department")]
    [InlineData("Wang", "department", "district", "civil affairs", "")]
    public void What_an_account_may_do_is_checked_field_by_field(string displayName, string roles, string area, string department, string fields)
    {
        var access = new PersonAccess { DisplayName = displayName, Roles = roles.Split(' ', StringSplitOptions.RemoveEmptyEntries), Area = area, Department = department };

        Assert.Equal(fields, string.Join(' ', PersonCheck.Access(access, static a => a.IsDistrict || a.Street == "fuchun").Select(static f => f.Field)));
    }

    [Fact]
    public void Every_policy_of_the_readme_has_the_roles_it_says()
    {
        var readme = Tidy.Repository.File("src/SmartCommunity.Cloud/Identity/README.md").Text;

        Assert.All(Policies.All.Keys, policy => Assert.Contains($"`{char.ToUpperInvariant(policy[0])}{policy[1..]}`", readme, StringComparison.Ordinal));
        Assert.All(Roles.All, role => Assert.Contains($"`{role}`", readme, StringComparison.Ordinal));
    }
}
