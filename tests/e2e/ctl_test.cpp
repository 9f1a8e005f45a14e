// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/json/write.h"
#include "tests/e2e/sandbox_node.h"
#include "tests/support/places.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

Finished ctl(const std::vector<std::string>& arguments, const std::string& input = {})
{
    return runProgram("gatehousectl", arguments, input);
}

TEST(CtlMap, evaluatesAnExpressionOnAFileOrStandardInput)
{
    const test::TempDir dir;
    const auto file = dir.write("in.json", R"({"a":[1,2,{"b":3.50}],"big":12345678901234567890})");
    EXPECT_EQ(ctl({"map", "$sum(a[[0..1]])", file.string()}).output, "3\n");
    EXPECT_EQ(ctl({"map", "a.b", "-"}, R"({"a":{"b":"x"}})").output, "\"x\"\n");
    EXPECT_EQ(ctl({"map", "big", file.string()}).output, "12345678901234567890\n");
    const auto nothing = ctl({"map", "nothing", file.string()});
    EXPECT_EQ(nothing.exitCode, 0);
    EXPECT_EQ(nothing.output, "");
    EXPECT_EQ(ctl({"map", "{'x': $v}", "-", "--bind", "v=[1]", "--compact"}, "{}").output, "{\"x\":[1]}\n");
    const auto expression = dir.write("e.jsonata", "a[0] + 1");
    EXPECT_EQ(ctl({"map", "@" + expression.string(), file.string()}).output, "2\n");
}

TEST(CtlMap, marksWhereAnExpressionIsWrong)
{
    const auto wrong = ctl({"map", "--check", "$sum(a.b"});
    EXPECT_EQ(wrong.exitCode, 1);
    EXPECT_THAT(wrong.errors, HasSubstr("expression:1:"));
    EXPECT_THAT(wrong.errors, HasSubstr("1 | $sum(a.b\n"));
    EXPECT_THAT(wrong.errors, HasSubstr("^"));
    EXPECT_EQ(ctl({"map", "--check", "$sum(a.b)"}).exitCode, 0);
    const auto failing = ctl({"map", "1 + 'x'", "-"}, "{}");
    EXPECT_EQ(failing.exitCode, 1);
    EXPECT_THAT(failing.errors, HasSubstr("T2002"));
    const auto badInput = ctl({"map", "a", "-"}, "{\n  \"a\": tru\n}");
    EXPECT_EQ(badInput.exitCode, 1);
    EXPECT_THAT(badInput.errors, HasSubstr("standard input:2:"));
    EXPECT_EQ(ctl({"map", "a", "/nonexistent"}).exitCode, 1);
    EXPECT_EQ(ctl({"map", "a"}).exitCode, 2);
}

TEST(CtlMap, givesUpAfterTheTimeItIsGiven)
{
    const std::string endless = "($f := function() { $f() }; $f())";
    const auto given = ctl({"map", "--timeout", "1", endless, "-"}, "{}");
    EXPECT_EQ(given.exitCode, 1);
    EXPECT_THAT(given.errors, HasSubstr("D1012"));
    EXPECT_THAT(given.errors, HasSubstr("1000 ms"));
    EXPECT_EQ(ctl({"map", "--timeout", "soon", "a", "-"}, "{}").exitCode, 2);
    EXPECT_EQ(ctl({"map", "--timeout", "0", "a", "-"}, "{}").exitCode, 2);
}

TEST(CtlMap, saysWhatIsWrongWithAFolderAndWithBytesThatAreNoText)
{
    const test::TempDir dir;
    const auto folder = ctl({"map", "a", dir.path().string()});
    EXPECT_EQ(folder.exitCode, 1);
    EXPECT_THAT(folder.errors, HasSubstr("directory"));
    const auto binary = ctl({"map", "a", "-"}, "\x7f"
                                               "ELF\xff\xfe");
    EXPECT_EQ(binary.exitCode, 1);
    EXPECT_THAT(binary.errors, HasSubstr("not valid UTF-8"));
    EXPECT_THAT(binary.errors, HasSubstr("?ELF??"));
    EXPECT_EQ(ctl({"map", "--compact", "--", "-a", "-"}, R"({"a":2})").output, "-2\n");
}

TEST(CtlMap, warnsOfPathsThatLeadNowhereInASample)
{
    const auto warned = ctl({"map", "--check", "contact.emial", "-"}, R"({"contact":{"email":"x"}})");
    EXPECT_EQ(warned.exitCode, 0);
    EXPECT_THAT(warned.errors, HasSubstr("warning: "));
    EXPECT_THAT(warned.errors, HasSubstr("expression:1:9"));
    EXPECT_THAT(warned.errors, HasSubstr("email"));
    EXPECT_EQ(ctl({"map", "--check", "contact.email", "-"}, R"({"contact":{"email":"x"}})").errors, "");
    EXPECT_EQ(ctl({"map", "--check", "a", "b", "c"}).exitCode, 2);
}

TEST(CtlMap, printsAnExpressionInItsStandardForm)
{
    EXPECT_EQ(ctl({"map", "--format", "$sum( a.b )+1"}).output, "$sum(a.b) + 1\n");
    EXPECT_EQ(ctl({"map", "--format", "$sum(a.b"}).exitCode, 1);
}

TEST(CtlMap, marksTheRightPlaceBehindTabsAndOtherScripts)
{
    const auto wrong = ctl({"map", "\"äö😀\" & 1 + \"x\"", "-"}, "{}");
    EXPECT_EQ(wrong.exitCode, 1);
    EXPECT_THAT(wrong.errors, HasSubstr("T2001"));
    EXPECT_THAT(wrong.errors, HasSubstr("1 | \"äö😀\" & 1 + \"x\"\n"));
}

TEST(CtlMap, tracesEverySubExpression)
{
    const auto traced = ctl({"map", "--trace", "$sum(a.b) + 1", "-"}, R"({"a":[{"b":1},{"b":2}]})");
    EXPECT_EQ(traced.output, "4\n");
    EXPECT_THAT(traced.errors, HasSubstr("$sum(a.b)  →  3\n"));
}

TEST(CtlMap, printsHowAnExpressionIsRead)
{
    const auto tree = ctl({"map", "--ast", "a.b + 1"});
    EXPECT_EQ(tree.exitCode, 0);
    EXPECT_THAT(tree.output, HasSubstr("Binary +"));
    EXPECT_THAT(tree.output, HasSubstr("    Name a"));
}

TEST(CtlProviders, acceptsWhatIsShippedAndSaysWhereAFileIsWrong)
{
    const auto shipped = test::sourceDir() / "resources";
    const auto good =
        ctl({"providers", "check", (shipped / "providers").string(), (shipped / "models").string()});
    EXPECT_EQ(good.exitCode, 0) << good.errors;
    EXPECT_THAT(good.output, HasSubstr("provider.json: ok"));
    const test::TempDir dir;
    const auto file = dir.write("acme/provider.json", "{\n  \"slug\": 7\n}");
    const auto wrong = ctl({"providers", "check", file.string()});
    EXPECT_EQ(wrong.exitCode, 1);
    EXPECT_THAT(wrong.errors, HasSubstr(file.string() + ":2:"));
    EXPECT_EQ(ctl({"providers", "check", "/nonexistent.json"}).exitCode, 1);
    EXPECT_EQ(ctl({"providers"}).exitCode, 2);
}

TEST(Ctl, explainsItselfAndItsCommands)
{
    const auto help = ctl({"--help"});
    EXPECT_EQ(help.exitCode, 0);
    for (const auto* command : {"status", "accounts", "call", "events", "replay", "urls", "alerts", "map",
                                "providers", "sandbox"}) {
        EXPECT_THAT(help.output, HasSubstr(command));
        const auto one = ctl({command, "--help"});
        EXPECT_EQ(one.exitCode, 0);
        EXPECT_THAT(one.output, testing::StartsWith("Usage: gatehousectl " + std::string(command)));
    }
    EXPECT_EQ(ctl({}).exitCode, 2);
    EXPECT_EQ(ctl({"stats"}).exitCode, 2);
    EXPECT_EQ(ctl({"status", "--nothing"}).exitCode, 2);
}

TEST(Ctl, saysWhenNoGatewayRuns)
{
    const test::TempDir dir;
    const auto status = ctl({"status", "--data-dir", dir.path().string()});
    EXPECT_EQ(status.exitCode, 1);
    EXPECT_THAT(status.errors, HasSubstr("no gateway runs on"));
}

class CtlGatewayTest : public testing::Test
{
protected:
    void SetUp() override { ASSERT_TRUE(sandbox.node.ready()) << sandbox.node.errors(); }

    Finished run(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.end(), {"--data-dir", sandbox.dir.path().string()});
        return ctl(arguments);
    }

    SandboxNode sandbox;
};

TEST_F(CtlGatewayTest, findsTheNodeAndShowsItsState)
{
    const auto url = run({"status", "--print-url"});
    EXPECT_EQ(url.output, "http://127.0.0.1:" + std::to_string(sandbox.node.port()) + "\n");
    EXPECT_THAT(run({"status"}).output, HasSubstr("with the sandbox"));
    EXPECT_TRUE(json::parse(run({"status", "--json"}).output));
}

TEST_F(CtlGatewayTest, listsAccountsInThreeForms)
{
    const auto accounts = sandbox.accounts();
    ASSERT_FALSE(accounts.empty());
    const auto ids = run({"accounts", "--format", "ids"}).output;
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(ids, '\n')), accounts.size());
    EXPECT_THAT(ids, HasSubstr(accounts[0].id + "\n"));
    EXPECT_THAT(run({"accounts"}).output, testing::StartsWith("ACCOUNT"));
    const auto one = run({"accounts", "--format", "json", "--integration", accounts[0].integration});
    EXPECT_EQ(json::parse(std::string_view(one.output))->root()[std::size_t{0}]["integration"].asString(),
              accounts[0].integration);
    EXPECT_EQ(run({"accounts", "--format", "xml"}).exitCode, 2);
    EXPECT_THAT(run({"sandbox"}).output, HasSubstr("gatehousectl call " + accounts[0].id));
}

TEST_F(CtlGatewayTest, listsAndRotatesTheUrlsOfWebhooks)
{
    const auto account = sandbox.accounts().at(0).id;
    const auto urlOf = [&] {
        const auto list = json::parse(run({"urls", "--json"}).output);
        for (const auto& url : (**list).items()) {
            if (url["account_id"].asString() == account) {
                return std::string(url["url"].asString());
            }
        }
        return std::string();
    };
    const auto before = urlOf();
    ASSERT_FALSE(before.empty());
    EXPECT_THAT(run({"urls"}).output, HasSubstr(before));
    const auto rotated = run({"urls", "rotate", account});
    EXPECT_EQ(rotated.exitCode, 0) << rotated.errors;
    EXPECT_NE(rotated.output, before + "\n");
    EXPECT_EQ(rotated.output, urlOf() + "\n");
    const auto stranger = run({"urls", "rotate", "acc_nobody"});
    EXPECT_EQ(stranger.exitCode, 1);
    EXPECT_THAT(stranger.errors, HasSubstr("acc_nobody"));
    EXPECT_EQ(run({"urls", "rotate"}).exitCode, 2);
    EXPECT_EQ(run({"urls", "turn", account}).exitCode, 2);
}

TEST_F(CtlGatewayTest, listsShowsAndAcknowledgesAlerts)
{
    EXPECT_EQ(run({"alerts", "--format", "ids"}).output, "");
    const auto account = sandbox.accountAt("hubspot").id;
    ASSERT_FALSE(account.empty());
    ASSERT_LT(sandbox.node.call("POST", "/v1/sandbox/accounts/" + account + "/revoke").status, 300);
    EXPECT_EQ(sandbox.node.call("POST", "/v1/accounts/" + account + "/refresh").status, 401);
    const std::string id = "account_needs_reauth:" + account;
    EXPECT_EQ(run({"alerts", "--format", "ids"}).output, id + "\n");
    EXPECT_EQ(run({"alerts", "--severity", "critical", "--format", "ids"}).output, "");
    EXPECT_EQ(run({"alerts", "--account", "acc_other", "--format", "ids"}).output, "");
    const auto table = run({"alerts"}).output;
    EXPECT_THAT(table, testing::StartsWith("SEVERITY"));
    EXPECT_THAT(table, HasSubstr("warning "));
    EXPECT_THAT(table, HasSubstr("must be connected again"));
    EXPECT_THAT(run({"alerts", id}).output, testing::StartsWith("warning: "));
    const auto seen = run({"alerts", "acknowledge", id});
    EXPECT_EQ(seen.exitCode, 0) << seen.errors;
    EXPECT_THAT(seen.output, HasSubstr("acknowledged_by"));
    EXPECT_THAT(run({"alerts"}).output, HasSubstr(" seen "));
    EXPECT_EQ(run({"alerts", "acknowledge"}).exitCode, 2);
    EXPECT_EQ(run({"alerts", id, "x"}).exitCode, 2);
    EXPECT_EQ(run({"alerts", "acknowledge", "none"}).exitCode, 1);
    EXPECT_EQ(run({"alerts", "--severity", "loud"}).exitCode, 1);
    ASSERT_LT(sandbox.node.call("DELETE", "/v1/accounts/" + account).status, 300);
    EXPECT_EQ(run({"alerts", "--format", "ids"}).output, "") << "who is gone needs nobody";
    EXPECT_EQ(run({"alerts", "--all", "--format", "ids"}).output, id + "\n");
}

TEST_F(CtlGatewayTest, makesUnifiedAndProxyCalls)
{
    const auto account = sandbox.accounts().at(0);
    const auto list = run({"call", account.id, "crm", "contacts", "list", "--query", "limit=2"});
    EXPECT_EQ(list.exitCode, 0) << list.errors;
    EXPECT_EQ(json::parse(std::string_view(list.output))->root()["result"].size(), 2U);
    const auto raw = run({"call", account.id, "crm", "contacts", "list", "--query", "limit=1", "--raw"});
    EXPECT_THAT(raw.output, testing::StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(raw.output, HasSubstr("Gatehouse-Request-Id: "));
    const auto remote =
        run({"call", account.id, "crm", "contacts", "list", "--query", "limit=1", "--remote-data"});
    EXPECT_THAT(remote.output, HasSubstr("remote_data"));
    const auto missing = run({"call", account.id, "crm", "contacts", "get", "--id", "nothing"});
    EXPECT_EQ(missing.exitCode, 1);
    EXPECT_THAT(missing.errors, HasSubstr("not_found"));
    const auto proxied = run({"call", account.id, "GET", "/nothing-here"});
    EXPECT_EQ(proxied.exitCode, 1);
    EXPECT_EQ(run({"call", account.id, "crm", "contacts", "get"}).exitCode, 2);
    EXPECT_EQ(run({"call", account.id, "crm", "contacts", "fetch"}).exitCode, 2);
}

/// A sign-in at a simulated vendor begun for an account that there is.
std::string beginSignIn(const SandboxNode& sandbox, const std::string& account)
{
    const auto begun =
        sandbox.node.call("POST", "/v1/connect/sessions", R"({"account_id":")" + account + R"("})").json();
    EXPECT_EQ(begun.root()["status"].asString(), "waiting") << json::write(begun.root());
    return std::string(begun.root()["id"].asString());
}

TEST_F(CtlGatewayTest, answersTheConsentPageOfASimulatedVendorWithoutABrowser)
{
    const auto account = sandbox.oneOfEachVendor().at(0);
    const auto approved = beginSignIn(sandbox, account.id);
    const auto done = run({"sandbox", "approve", approved});
    EXPECT_EQ(done.exitCode, 0) << done.errors;
    std::string status;
    static_cast<void>(becomes([&] {
        const auto session = sandbox.node.call("GET", "/v1/connect/sessions/" + approved).json();
        status = session.root()["status"].asString();
        return status == "connected" || status == "failed";
    }));
    EXPECT_EQ(status, "connected");
    EXPECT_EQ(run({"sandbox", "approve", approved}).exitCode, 1) << "it waits for nobody any more";

    const auto refused = beginSignIn(sandbox, account.id);
    EXPECT_EQ(run({"sandbox", "refuse", refused}).exitCode, 0);
    const auto session = sandbox.node.call("GET", "/v1/connect/sessions/" + refused).json();
    EXPECT_EQ(session.root()["failure"]["code"].asString(), "access_denied") << json::write(session.root());
    EXPECT_EQ(run({"sandbox", "approve", "con_nobody"}).exitCode, 1);
    EXPECT_EQ(run({"sandbox", "approve"}).exitCode, 2);
}

TEST_F(CtlGatewayTest, renewsATokenAndSwitchesItsAutomaticRefresh)
{
    const auto account = sandbox.oneOfEachVendor().at(0);
    const auto renewed = run({"refresh", account.id});
    EXPECT_EQ(renewed.exitCode, 0) << renewed.errors;
    EXPECT_THAT(renewed.output, HasSubstr(account.id + ": a new token"));
    EXPECT_THAT(run({"refresh", account.id, "--auto", "off"}).output, HasSubstr("automatic refresh is off"));
    const auto kept = sandbox.node.call("GET", "/v1/accounts/" + account.id).json();
    EXPECT_FALSE(kept.root()["auto_refresh"].asBool());
    EXPECT_THAT(run({"refresh", account.id}).output, HasSubstr("a new token")) << "a person still can";
    EXPECT_THAT(run({"refresh", account.id, "--auto", "on"}).output, HasSubstr("automatic refresh is on"));
    EXPECT_EQ(run({"refresh", account.id, "--auto", "maybe"}).exitCode, 2);
    EXPECT_EQ(run({"refresh", "acc_nobody"}).exitCode, 1);
    const auto scopes = sandbox.node.call("GET", "/v1/accounts/" + account.id + "/scopes").json();
    ASSERT_GT(scopes.root()["result"].size(), 0U);
}

} // namespace
} // namespace gatehouse::e2e
