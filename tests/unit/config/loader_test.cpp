// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/loader.h"
#include "tests/unit/config/fixtures.h"

#include <gmock/gmock.h>

namespace gatehouse::config {
namespace {

using test::described;
using test::doc;
using test::files;
using test::loader;
using test::mapping;
using test::provider;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string problems(const LoadOutcome& outcome)
{
    std::string out;
    for (const auto& problem : outcome.problems) {
        out += problem.error.describe() + (problem.lastGoodKept ? " (kept)\n" : "\n");
    }
    return out;
}

TEST(Loader, makesASnapshotOfFiles)
{
    const auto outcome = loader().load(files());
    EXPECT_EQ(problems(outcome), "");
    const auto& snapshot = *outcome.snapshot;
    EXPECT_EQ(snapshot.provider("acme")->label, "Acme");
    EXPECT_NE(snapshot.model("crm")->resource("contacts"), nullptr);
    EXPECT_THAT(snapshot.operations("acme"), ElementsAre("crm.contacts.get", "crm.contacts.list"));
    EXPECT_EQ(snapshot.revision(), 1U);
    EXPECT_THAT(outcome.changes.added, SizeIs(3));
}

TEST(Loader, keepsTheLastGoodVersionOfAFileThatBreaks)
{
    const auto good = loader().load(files());
    const auto broken = loader().load(files(R"({"slug":"acme")"), good.snapshot);
    EXPECT_THAT(problems(broken), HasSubstr("providers/acme/provider.json:1:"));
    EXPECT_TRUE(broken.problems.front().lastGoodKept);
    EXPECT_EQ(broken.snapshot->provider("acme"), good.snapshot->provider("acme"));
    EXPECT_TRUE(broken.changes.empty());
    EXPECT_EQ(broken.snapshot->revision(), good.snapshot->revision());
    const auto mended = loader().load(files(provider(R"("category":"crm")")), broken.snapshot);
    EXPECT_EQ(problems(mended), "");
    EXPECT_EQ(mended.snapshot->provider("acme")->category, "crm");
    EXPECT_EQ(mended.snapshot->content().files.at("providers/acme/provider.json").version, 2U);
}

TEST(Loader, leavesOutAFileThatWasNeverGood)
{
    const auto outcome = loader().load(files("[]"));
    EXPECT_EQ(outcome.snapshot->provider("acme"), nullptr);
    EXPECT_THAT(problems(outcome), HasSubstr("expected object"));
    EXPECT_THAT(problems(outcome), HasSubstr("there is no provider \"acme\""));
}

TEST(Loader, sharesWhatDidNotChange)
{
    const auto first = loader().load(files());
    const auto second = loader().load(files(provider(R"("category":"crm")")), first.snapshot);
    EXPECT_THAT(second.changes.changed, ElementsAre("providers/acme/provider.json"));
    EXPECT_EQ(second.snapshot->model("crm"), first.snapshot->model("crm"));
    EXPECT_EQ(second.snapshot->mapping({"acme", "crm", "contacts"}),
              first.snapshot->mapping({"acme", "crm", "contacts"}));
    EXPECT_EQ(first.snapshot->provider("acme")->category, "");
}

TEST(Loader, dropsWhatIsGone)
{
    const auto first = loader().load(files());
    const auto second = loader().load({}, first.snapshot);
    EXPECT_THAT(second.changes.removed, SizeIs(3));
    EXPECT_EQ(second.snapshot->provider("acme"), nullptr);
    EXPECT_EQ(second.snapshot->mapping({"acme", "crm", "contacts"}), nullptr);
}

TEST(Loader, namesFilePointerAndLineOfABrokenExpression)
{
    const std::string text = "{\"model\":\"crm\",\"resource\":\"contacts\",\"methods\":{\"list\":{\n"
                             "  \"resource\":\"people\",\n  \"response\":{\"id\":\"response.id\",\n"
                             "    \"name\":\"response.a + \"}}}}";
    const auto outcome = loader().load(files(provider(), text));
    ASSERT_THAT(outcome.problems, SizeIs(1));
    const auto& error = outcome.problems.front().error;
    EXPECT_EQ(error.source, "providers/acme/mappings/crm.contacts.json");
    EXPECT_EQ(error.pointer, "/methods/list/response/name");
    EXPECT_EQ(error.at.line, 4U);
    EXPECT_GE(error.at.column, 13U);
}

TEST(Loader, refusesAMappingOfOperationsThatTheProviderDoesNotHave)
{
    const auto text = R"({"model":"crm","resource":"contacts","shared":{"resource":"people"},
        "methods":{"list":{},"delete":{},"get":{"before":[{"name":"x","resource":"pets","method":"get"}]}}})";
    const auto outcome = loader().load(files(provider(), text));
    EXPECT_THAT(problems(outcome), HasSubstr("acme has no operation \"people.delete\""));
    EXPECT_THAT(problems(outcome), HasSubstr("acme has no operation \"pets.get\""));
    EXPECT_EQ(outcome.snapshot->mapping({"acme", "crm", "contacts"}), nullptr);
}

TEST(Loader, reportsAMappingThatAChangedProviderNoLongerFits)
{
    const auto first = loader().load(files());
    auto changed = provider();
    changed.replace(changed.find("\"people\""), 8, "\"humans\"");
    const auto second = loader().load(files(changed), first.snapshot);
    EXPECT_THAT(problems(second), HasSubstr("acme has no resource \"people\""));
    EXPECT_NE(second.snapshot->mapping({"acme", "crm", "contacts"}), nullptr);
}

TEST(Loader, wantsFilesNamedForWhatTheyHold)
{
    auto all = files();
    all[1].path = "providers/other/provider.json";
    EXPECT_THAT(problems(loader().load(all)),
                HasSubstr("this is \"acme\", but its file is named for \"other\""));
}

TEST(Loader, checksOneFileWhateverItIs)
{
    EXPECT_EQ(described(loader().check({"anything.json", provider(), ""})), "");
    EXPECT_EQ(described(loader().check({"x.json", mapping(), ""})), "");
    EXPECT_EQ(described(loader().check({"x.json", test::model(), ""})), "");
    EXPECT_THAT(described(loader().check({"x.json", R"({"slug":"A b","label":"x","api":{},"auth":[]})", ""})),
                testing::AllOf(HasSubstr("base_url"), HasSubstr("/slug"), HasSubstr("/auth")));
}

TEST(Loader, checksOverridesBeforeTheyAreStored)
{
    EXPECT_EQ(described(loader().checkOverride(doc(R"({"response":{"phone":null,"x":{"y":"response.z"}}})"))),
              "");
    EXPECT_THAT(described(loader().checkOverride(doc(R"({"response":{"phone":"response.["}})"))),
                HasSubstr("/response/phone"));
    EXPECT_THAT(described(loader().checkOverride(doc(R"({"respons":{}})"))),
                HasSubstr("unknown member \"respons\""));
}

TEST(SnapshotHandle, letsARequestKeepWhatItStartedWith)
{
    SnapshotHandle handle(loader().load(files()).snapshot);
    const auto mine = handle.current();
    const auto before = handle.swap(loader().load({}).snapshot);
    EXPECT_EQ(before, mine);
    EXPECT_NE(mine->provider("acme"), nullptr);
    EXPECT_EQ(handle.current()->provider("acme"), nullptr);
}

} // namespace
} // namespace gatehouse::config
