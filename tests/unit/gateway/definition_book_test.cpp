// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/definition_files.h"
#include "tests/unit/gateway/node_fixture.h"

#include <algorithm>

namespace gatehouse {
namespace {

class CatalogTest : public test::NodeFixture
{
protected:
    json::Document definition(const std::string& label)
    {
        std::string text = test::acmeFiles()[0].text;
        text.replace(text.find("\"Acme\""), 6, "\"" + label + "\"");
        return *json::parse(std::move(text));
    }

    Result<IntegrationSummary> put(const std::string& slug, json::Document document)
    {
        return ask<IntegrationSummary>(
            [&](auto done) { node->catalog().putIntegration(slug, std::move(document), std::move(done)); });
    }

    IntegrationSummary acme()
    {
        const auto all = ask<std::vector<IntegrationSummary>>(
            [this](auto done) { node->catalog().integrations(std::move(done)); });
        const auto found = std::ranges::find(*all, "acme", &IntegrationSummary::slug);
        return found == all->end() ? IntegrationSummary{} : *found;
    }

    std::vector<json::Document> history()
    {
        return ask<std::vector<json::Document>>(
                   [this](auto done) { node->catalog().integrationHistory("acme", std::move(done)); })
            .value_or(std::vector<json::Document>{});
    }
};

TEST(DefinitionFiles, tellTheSlugOfAPath)
{
    EXPECT_EQ(slugOfPath("providers/acme/provider.json"), "acme");
    EXPECT_EQ(slugOfPath("providers/acme/mappings/crm.contacts.json"), "acme");
    EXPECT_EQ(slugOfPath("models/crm.json"), "");
    EXPECT_EQ(slugOfPath("providers/x"), "");
}

TEST(DefinitionFiles, splitMappingsOff)
{
    const auto document = *json::parse(R"({"slug": "a", "mappings": {"crm.contacts": {"model": "crm"}}})");
    const auto files = filesOf("a", *document);

    ASSERT_EQ(files.size(), 2U);
    EXPECT_EQ(files[0].path, "providers/a/provider.json");
    EXPECT_EQ(files[0].text.find("mappings"), std::string::npos);
    EXPECT_EQ(files[1].path, "providers/a/mappings/crm.contacts.json");
}

TEST_F(CatalogTest, listsBuiltInIntegrationsAndThoseOfTheDataDirectory)
{
    EXPECT_EQ(acme().label, "Acme");
    EXPECT_EQ(acme().version, 1U);
    const auto operations = acme().operations;
    EXPECT_NE(std::ranges::find(operations, "crm.contacts.get"), operations.end());
    const auto all = ask<std::vector<IntegrationSummary>>(
        [this](auto done) { node->catalog().integrations(std::move(done)); });
    EXPECT_GT(all->size(), 1U);
    const auto document =
        ask<json::Document>([this](auto done) { node->catalog().integration("acme", std::move(done)); });
    EXPECT_TRUE((**document)["mappings"].contains("crm.contacts"));
    EXPECT_EQ(ask<json::Document>([this](auto done) { node->catalog().integration("none", std::move(done)); })
                  .error()
                  .code,
              Errc::NotFound);
}

TEST_F(CatalogTest, keepsEveryAcceptedVersionAndGoesBack)
{
    const auto put1 = put("acme", definition("Acme two"));
    ASSERT_TRUE(put1) << put1.error().describe();
    EXPECT_EQ(put1->version, 2U);
    EXPECT_EQ(acme().label, "Acme two");
    ASSERT_EQ(history().size(), 2U);
    EXPECT_TRUE((*history()[0])["active"].asBool());

    const auto back = ask<IntegrationSummary>(
        [this](auto done) { node->catalog().rollbackIntegration("acme", 1, std::move(done)); });
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(back->label, "Acme");
    EXPECT_EQ(back->version, 3U);
    EXPECT_EQ(ask<IntegrationSummary>(
                  [this](auto done) { node->catalog().rollbackIntegration("acme", 99, std::move(done)); })
                  .error()
                  .code,
              Errc::NotFound);
}

TEST_F(CatalogTest, keepsWhatWasPutAcrossARestart)
{
    ASSERT_TRUE(put("acme", definition("Acme two")));
    stopNode();
    startNode();

    EXPECT_EQ(acme().label, "Acme two");
    EXPECT_EQ(acme().version, 2U);
    EXPECT_EQ(history().size(), 2U);
}

TEST_F(CatalogTest, refusesAWrongDefinitionAndKeepsTheGoodOne)
{
    const auto wrongSlug = put("other", definition("x"));
    EXPECT_EQ(wrongSlug.error().code, Errc::InvalidArgument);
    const auto wrong =
        put("acme", *json::parse(R"({"slug": "acme", "label": "Broken", "api": {}, "auth": []})"));
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().pointer, "");

    EXPECT_EQ(acme().label, "Acme");
    EXPECT_EQ(history().size(), 1U);
}

TEST_F(CatalogTest, givesTheFileBackWhenWhatWasPutIsRemoved)
{
    const auto remove = [this] {
        return ask<bool>([this](auto done) { node->catalog().removeIntegration("acme", std::move(done)); });
    };
    EXPECT_EQ(remove().error().code, Errc::Conflict);
    ASSERT_TRUE(put("acme", definition("Acme two")));

    EXPECT_TRUE(remove());
    EXPECT_EQ(acme().label, "Acme");
}

TEST_F(CatalogTest, doesNotUndoWhatIsPutWhileAnotherIsRemoved)
{
    ASSERT_TRUE(put("acme", definition("Acme two")));
    std::optional<Result<bool>> removed;
    node->catalog().removeIntegration("acme", [&](Result<bool> done) { removed.emplace(std::move(done)); });
    ASSERT_TRUE(put("acme", definition("Acme three")));

    ASSERT_TRUE(removed);
    EXPECT_EQ(acme().label, "Acme three");
    stopNode();
    startNode();
    EXPECT_EQ(acme().label, "Acme three");
}

TEST_F(CatalogTest, takesChangedFilesOverByItself)
{
    std::vector<std::string> changed;
    const auto subscription = node->monitor().subscribe([&](const GatewayEvent& event) {
        if (const auto* integration = std::get_if<IntegrationChanged>(&event)) {
            changed.push_back(integration->integration.label);
        }
    });
    std::string text = test::acmeFiles()[0].text;
    text.replace(text.find("\"Acme\""), 6, "\"Acme, edited\"");
    dir.write("providers/providers/acme/provider.json", text);
    clock.advance(std::chrono::seconds(2));

    test::runUntil([&] { return !changed.empty(); });

    EXPECT_EQ(changed, std::vector<std::string>{"Acme, edited"});
    EXPECT_EQ(acme().label, "Acme, edited");
}

TEST_F(CatalogTest, saysWhyAChangedFileWasRefusedAndKeepsItsLastGoodVersion)
{
    std::vector<std::string> problems;
    const auto subscription = node->monitor().subscribe([&](const GatewayEvent& event) {
        if (const auto* integration = std::get_if<IntegrationChanged>(&event)) {
            problems.push_back(integration->integration.problem);
        }
    });
    dir.write("providers/providers/acme/provider.json", "{ not json");
    clock.advance(std::chrono::seconds(2));
    test::runUntil([&] { return !problems.empty(); });

    ASSERT_EQ(problems.size(), 1U) << "listeners are told although nothing else changed";
    EXPECT_NE(problems[0].find("provider.json"), std::string::npos);
    EXPECT_EQ(acme().label, "Acme");
    EXPECT_EQ(acme().problem, problems[0]);

    dir.write("providers/providers/acme/provider.json", test::acmeFiles()[0].text);
    clock.advance(std::chrono::seconds(2));
    test::runUntil([&] { return problems.size() == 2; });
    EXPECT_EQ(problems.back(), "") << "and when it is mended";
    EXPECT_EQ(acme().problem, "");
}

/// An integration that is there through the API alone, so that removing it takes it away.
class RemovalTest : public CatalogTest
{
protected:
    RemovalTest()
    {
        std::string text = test::acmeFiles()[0].text;
        text.replace(text.find("\"acme\""), 6, "\"other\"");
        EXPECT_TRUE(put("other", *json::parse(std::move(text))));
        environmentId = ask<Environment>([this](auto done) {
                            node->accounts().createEnvironment("Customer", {}, std::move(done));
                        })
                            .value()
                            .id;
    }

    void beginRemove()
    {
        node->catalog().removeIntegration("other",
                                          [this](Result<bool> done) { removed.emplace(std::move(done)); });
    }

    void beginCreate()
    {
        const std::string text =
            R"({"environment_id": ")" + environmentId
            + R"(", "integration": "other", "auth": "bearer", "context": {"base": "https://acme.test"},)"
            + R"("credentials": {"access_token": "secret-token-1"}})";
        node->accounts().createAccount(*json::parse(text),
                                       [this](Result<Account> done) { created.emplace(std::move(done)); });
    }

    void waitForBoth()
    {
        ASSERT_TRUE(test::runUntil([this] { return removed && created; }));
    }

    std::optional<Result<bool>> removed;
    std::optional<Result<Account>> created;
};

TEST_F(RemovalTest, refusesWhatAnAccountBeingMadeWillUse)
{
    beginCreate();
    beginRemove();
    waitForBoth();
    EXPECT_TRUE(*created) << created->error().describe();
    ASSERT_FALSE(*removed);
    EXPECT_EQ(removed->error().code, Errc::Conflict);
}

TEST_F(RemovalTest, makesNoAccountOfAnIntegrationBeingRemoved)
{
    beginRemove();
    beginCreate();
    waitForBoth();
    EXPECT_TRUE(*removed) << removed->error().describe();
    ASSERT_FALSE(*created);
    EXPECT_EQ(created->error().pointer, "/integration");
}

} // namespace
} // namespace gatehouse
