// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/effective_mapping_cache.h"
#include "tests/unit/config/fixtures.h"

namespace gatehouse::config {
namespace {

using test::doc;
using test::files;
using test::loader;
using test::mapping;
using test::provider;

const MappingKey kKey{"acme", "crm", "contacts"};

MappingSource override(std::uint64_t revision, std::string_view text = R"({"response":{"name":"'o'"}})")
{
    return {{MappingLevel::Account, "override"}, revision, doc(text)};
}

TEST(EffectiveMappingCache, compilesOnceForTheSameParts)
{
    const auto snapshot = loader().load(files()).snapshot;
    EffectiveMappingCache cache;
    const std::vector<MappingSource> overrides{override(7)};
    const auto first = cache.get(*snapshot, kKey, "list", overrides);
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(*first, *cache.get(*snapshot, kKey, "list", overrides));
    EXPECT_NE(*first, *cache.get(*snapshot, kKey, "get", overrides));
    EXPECT_NE(*first, *cache.get(*snapshot, kKey, "list", {}));
    const std::vector<MappingSource> newer{override(8)};
    EXPECT_NE(*first, *cache.get(*snapshot, kKey, "list", newer));
}

TEST(EffectiveMappingCache, noticesAChangedPlatformMapping)
{
    const auto before = loader().load(files());
    const auto after =
        loader().load(files(provider(), mapping(R"({"id":"response.other"})")), before.snapshot);
    EffectiveMappingCache cache;
    const auto old = cache.get(*before.snapshot, kKey, "list", {});
    const auto fresh = cache.get(*after.snapshot, kKey, "list", {});
    EXPECT_NE(*old, *fresh);
    EXPECT_EQ(*old, *cache.get(*before.snapshot, kKey, "list", {}));
}

TEST(EffectiveMappingCache, doesNotKeepWhatHasNoRevision)
{
    const auto snapshot = loader().load(files()).snapshot;
    EffectiveMappingCache cache;
    const std::vector<MappingSource> overrides{override(0)};
    EXPECT_NE(*cache.get(*snapshot, kKey, "list", overrides), *cache.get(*snapshot, kKey, "list", overrides));
}

TEST(EffectiveMappingCache, forgetsTheLeastRecentlyUsed)
{
    const auto snapshot = loader().load(files()).snapshot;
    EffectiveMappingCache cache(2);
    const auto list = *cache.get(*snapshot, kKey, "list", {});
    const auto get = *cache.get(*snapshot, kKey, "get", {});
    EXPECT_EQ(list, *cache.get(*snapshot, kKey, "list", {}));
    const std::vector<MappingSource> other{override(3)};
    (void)cache.get(*snapshot, kKey, "list", other);
    EXPECT_EQ(list, *cache.get(*snapshot, kKey, "list", {}));
    EXPECT_NE(get, *cache.get(*snapshot, kKey, "get", {}));
}

TEST(EffectiveMappingCache, saysWhatIsNotOffered)
{
    const auto snapshot = loader().load(files()).snapshot;
    EffectiveMappingCache cache;
    EXPECT_EQ(cache.get(*snapshot, kKey, "delete", {}).error().code, Errc::Unsupported);
    EXPECT_EQ(cache.get(*snapshot, {"acme", "crm", "pets"}, "list", {}).error().code, Errc::Unsupported);
    const std::vector<MappingSource> broken{override(9, R"({"response":{"x":"("}})")};
    EXPECT_EQ(cache.get(*snapshot, kKey, "list", broken).error().code, Errc::ConfigError);
}

} // namespace
} // namespace gatehouse::config
