// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/definition_source.h"
#include "core/config/effective_mapping_cache.h"
#include "core/config/response_view.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "tests/unit/vectors/definitions.h"

#include <gtest/gtest.h>

#include <array>
#include <optional>

namespace gatehouse::config {
namespace {

using test::builtinDefinitions;

constexpr std::string_view kNow = "2025-10-09T08:53:20.000Z";

/// Runs a field map one field at a time and as its fused form; both must give the same.
json::Value mapped(const FieldMap& map, const json::Value& input, json::Arena& arena)
{
    json::Value single;
    json::Value fused;
    for (const auto& layer : map.layers) {
        if (layer.whole) {
            const auto whole = layer.whole->evaluate(input, arena);
            EXPECT_TRUE(whole) << whole.error().message << " in " << layer.whole->text();
            if (whole && whole->isObject()) {
                single = deepMerge(single, *whole, arena);
                fused = deepMerge(fused, *whole, arena);
            }
            continue;
        }
        for (const auto& field : layer.fields) {
            const auto value = field.expression.evaluate(input, arena);
            EXPECT_TRUE(value) << field.name << ": " << value.error().message;
            if (value && !value->isUndefined()) {
                single = withPath(single, field.path, *value, arena);
            }
        }
        EXPECT_TRUE(layer.fused.has_value());
        const auto object = layer.fused->evaluate(input, arena);
        EXPECT_TRUE(object) << object.error().message;
        fused = deepMerge(fused, *object, arena);
    }
    EXPECT_EQ(json::write(single).size(), json::write(fused).size());
    EXPECT_TRUE(single == fused) << json::write(single) << "\n" << json::write(fused);
    return single;
}

struct Sample
{
    std::string path;
    json::Document document;
    const MethodDefinition* method = nullptr;
};

/// The sample of a provider's operation, if there is one.
std::optional<Sample> sampleFor(const ProviderDefinition& provider, const std::string& resource,
                                const std::string& method)
{
    Sample sample;
    sample.path = "providers/" + provider.slug + "/samples/" + resource + "." + method + ".json";
    const auto text = embeddedFile(sample.path);
    sample.method = provider.method(resource, method);
    if (text.empty() || sample.method == nullptr) {
        return std::nullopt;
    }
    sample.document = json::parse(text).value();
    return sample;
}

std::vector<json::Value> recordsOf(const Sample& sample, json::Arena& arena)
{
    const auto input = responseInput({static_cast<int>((*sample.document)["status"].asInt()),
                                      {},
                                      (*sample.document)["body"],
                                      fromMillis(1'760'000'000'000)},
                                     arena);
    std::vector<std::string> warnings;
    const auto result = sample.method->result
                            ? evaluateRule(sample.method->result, input, arena, "result", warnings)
                            : input["body"];
    EXPECT_TRUE(warnings.empty());
    return result.isArray() ? std::vector<json::Value>(result.items().begin(), result.items().end())
                            : std::vector<json::Value>{result};
}

void expectValid(const schema::Schema& schema, const json::Value& value, const std::string& where)
{
    for (const auto& violation : schema.validate(value)) {
        ADD_FAILURE() << where << ": " << violation.pointer << " " << violation.message << "\n"
                      << json::write(value);
    }
}

/// What remains of a unified record when a caller sends it back.
json::Value writablePart(const json::Value& record, const json::Value& schema, json::Arena& arena)
{
    std::vector<json::Member> kept;
    for (const auto& member : record.members()) {
        if (!schema["properties"][member.name]["readOnly"].asBool()) {
            kept.push_back(member);
        }
    }
    return arena.object(kept);
}

json::Value bindings(json::Arena& arena, std::span<const json::Member> more)
{
    const auto base = arena.object({{"now", json::Value::string(kNow)},
                                    {"context", arena.object({})},
                                    {"query", arena.object({})},
                                    {"id", json::Value::string("1")}});
    return withMembers(base, more, arena);
}

EffectiveMappingPtr mappingFor(const MappingKey& key, const char* method)
{
    EffectiveMappingCache cache;
    auto mapping = cache.get(builtinDefinitions(), key, method, {});
    EXPECT_TRUE(mapping) << key.integration << " " << key.model << "." << key.resource << "." << method
                         << ": " << mapping.error().message;
    return mapping ? *mapping : nullptr;
}

TEST(Samples, ofListsAndReadsFitTheUnifiedSchema)
{
    int records = 0;
    for (const auto& [key, platform] : builtinDefinitions().content().mappings) {
        const auto* resource = builtinDefinitions().model(key.model)->resource(key.resource);
        for (const auto* method : {"list", "get"}) {
            const auto mapping = mappingFor(key, method);
            ASSERT_NE(mapping, nullptr);
            const auto sample =
                sampleFor(*builtinDefinitions().provider(key.integration), mapping->providerResource, method);
            ASSERT_TRUE(sample) << "no sample for " << key.integration << " " << mapping->providerResource
                                << "." << method;
            json::Arena arena;
            for (const auto& record : recordsOf(*sample, arena)) {
                const std::array<json::Member, 2> more{
                    {{"response", record}, {"raw", (*sample->document)["body"]}}};
                const auto unified = mapped(mapping->response, bindings(arena, more), arena);
                expectValid(resource->validator, unified, sample->path);
                ++records;
            }
        }
    }
    EXPECT_GT(records, 0);
}

TEST(Samples, canBeWrittenBackAsTheyWereRead)
{
    for (const auto& [key, platform] : builtinDefinitions().content().mappings) {
        const auto* resource = builtinDefinitions().model(key.model)->resource(key.resource);
        const auto list = mappingFor(key, "get");
        const auto sample =
            sampleFor(*builtinDefinitions().provider(key.integration), list->providerResource, "get");
        ASSERT_TRUE(sample);
        for (const auto* method : {"create", "update"}) {
            SCOPED_TRACE(sample->path + " " + method);
            json::Arena arena;
            const auto record = recordsOf(*sample, arena).front();
            const std::array<json::Member, 1> read{{{"response", record}}};
            const auto unified = mapped(list->response, bindings(arena, read), arena);
            const auto sent = writablePart(unified, *resource->schema, arena);
            expectValid(method == std::string_view("create") ? resource->createValidator
                                                             : resource->updateValidator,
                        sent, method);
            const auto before = arena.object({{"current", record}});
            const std::array<json::Member, 2> write{{{"body", sent}, {"before", before}}};
            const auto body = mapped(mappingFor(key, method)->requestBody, bindings(arena, write), arena);
            EXPECT_GT(body.size(), 0U);
            // What was sent comes back the same: the provider's record with our body laid over it, read
            // again.
            const std::array<json::Member, 1> again{{{"response", deepMerge(record, body, arena)}}};
            const auto reread = mapped(list->response, bindings(arena, again), arena);
            for (const auto* member :
                 {"first_name", "last_name", "emails", "domain", "currency", "due_date", "owner_id"}) {
                EXPECT_EQ(json::write(unified[member]), json::write(reread[member])) << member;
            }
        }
    }
}

TEST(Definitions, offerEveryMethodTheyMapAtTheirProvider)
{
    for (const auto& [key, platform] : builtinDefinitions().content().mappings) {
        for (const auto& [method, document] : platform->methods) {
            const auto mapping = mappingFor(key, method.c_str());
            ASSERT_NE(mapping, nullptr);
            const auto provider = builtinDefinitions().provider(key.integration);
            EXPECT_NE(provider->resource(mapping->providerResource), nullptr);
        }
    }
}

} // namespace
} // namespace gatehouse::config
