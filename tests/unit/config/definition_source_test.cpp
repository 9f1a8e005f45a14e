// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/definition_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <memory>

namespace gatehouse::config {
namespace {

/// A folder of its own, gone with the test.
class DirectorySourceTest : public testing::Test
{
protected:
    void SetUp() override
    {
        const auto* info = testing::UnitTest::GetInstance()->current_test_info();
        m_root = std::filesystem::temp_directory_path() / (std::string("gatehouse-") + info->name());
        std::filesystem::remove_all(m_root);
    }

    void TearDown() override { std::filesystem::remove_all(m_root); }

    void put(const std::string& path, const std::string& text) const
    {
        std::filesystem::create_directories((m_root / path).parent_path());
        std::ofstream(m_root / path) << text;
    }

    [[nodiscard]] std::vector<std::string> paths() const
    {
        std::vector<std::string> out;
        const auto files = DirectorySource(m_root).read().value();
        for (const auto& file : files) {
            out.push_back(file.path);
        }
        return out;
    }

    std::filesystem::path m_root;
};

TEST_F(DirectorySourceTest, takesAPlainFolderForProviders)
{
    put("acme/provider.json", "{}");
    put("acme/mappings/crm.contacts.json", "{}");
    put("acme/notes.txt", "x");
    EXPECT_THAT(paths(), testing::ElementsAre("providers/acme/mappings/crm.contacts.json",
                                              "providers/acme/provider.json"));
}

TEST_F(DirectorySourceTest, readsAWholeTreeAsItIs)
{
    put("providers/acme/provider.json", "{}");
    put("providers/acme/sandbox.json", "{}");
    put("models/crm.json", "{}");
    put("models/deep/er.json", "{}");
    EXPECT_THAT(paths(), testing::ElementsAre("models/crm.json", "providers/acme/provider.json",
                                              "providers/acme/sandbox.json"));
}

TEST_F(DirectorySourceTest, saysWhenThereIsNoSuchFolder)
{
    EXPECT_EQ(DirectorySource(m_root / "gone").read().error().code, Errc::Unavailable);
}

TEST_F(DirectorySourceTest, refusesAFileThatIsTooLarge)
{
    put("acme/provider.json", std::string(9U << 20U, ' '));
    EXPECT_EQ(DirectorySource(m_root).read().error().code, Errc::LimitExceeded);
}

class MemorySource final : public DefinitionSource
{
public:
    explicit MemorySource(std::vector<DefinitionFile> files)
        : m_files(std::move(files))
    {}

    [[nodiscard]] Result<std::vector<DefinitionFile>> read() const override { return m_files; }

private:
    std::vector<DefinitionFile> m_files;
};

TEST(DefinitionSource, letsLaterSourcesWinPathByPath)
{
    const MemorySource first({{"a", "1", "x"}, {"b", "1", "x"}});
    const MemorySource second({{"b", "2", "y"}});
    const std::array<const DefinitionSource*, 2> sources{&first, &second};
    const auto files = readSources(sources);
    ASSERT_EQ(files->size(), 2U);
    EXPECT_EQ(files->at(1).text, "2");
    EXPECT_EQ(files->at(1).origin, "y");
}

TEST(EmbeddedSource, hasTheDefinitionsThatTheBuildCompiledIn)
{
    const auto files = EmbeddedSource().read();
    ASSERT_TRUE(files);
    EXPECT_TRUE(std::ranges::any_of(*files, [](const auto& f) { return f.path == "models/crm.json"; }));
    EXPECT_FALSE(embeddedFile("schemas/provider.schema.json").empty());
    EXPECT_TRUE(embeddedFile("nothing.json").empty());
    EXPECT_TRUE(std::ranges::is_sorted(embeddedPaths()));
}

} // namespace
} // namespace gatehouse::config
