// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/vectors/definitions.h"

#include "core/config/loader.h"
#include "core/config/response_view.h"
#include "core/json/parse.h"
#include "core/json/xml.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

namespace gatehouse::test {

const config::ConfigSnapshot& builtinDefinitions()
{
    static const config::LoadOutcome kOutcome = [] {
        const auto loader = config::Loader::create();
        EXPECT_TRUE(loader) << loader.error().message;
        return loader->load(*config::EmbeddedSource().read());
    }();
    for (const auto& problem : kOutcome.problems) {
        ADD_FAILURE() << problem.error.describe();
    }
    return *kOutcome.snapshot;
}

const config::ApiProfile* profileFor(std::string_view name)
{
    const auto& definitions = builtinDefinitions();
    if (const auto provider = definitions.provider(name)) {
        return &provider->api();
    }
    for (auto dash = name.rfind('-'); dash != std::string_view::npos && dash > 0;
         dash = name.rfind('-', dash - 1)) {
        const auto provider = definitions.provider(name.substr(0, dash));
        const auto api = name.substr(dash + 1);
        if (provider && provider->apis.contains(api)) {
            return &provider->api(api);
        }
    }
    return nullptr;
}

json::Document sharedVectors(std::string_view fileName)
{
    const auto path = sharedDir() / "vectors" / fileName;
    if (!std::filesystem::exists(path)) {
        return {};
    }
    auto document = json::parse(readFile(path));
    EXPECT_TRUE(document) << path;
    return document ? *std::move(document) : json::Document();
}

json::Document bodyOf(std::string_view text)
{
    if (text.empty()) {
        return {};
    }
    if (auto document = json::parse(text)) {
        return *std::move(document);
    }
    if (text.starts_with("<") && !text.starts_with("<html") && !text.starts_with("<!DOCTYPE html")) {
        if (auto document = json::parseXml(text)) {
            return *std::move(document);
        }
    }
    auto arena = std::make_shared<json::Arena>();
    const auto value = arena->string(text);
    return {std::move(arena), value};
}

json::Value inputOf(const json::Value& vector, const json::Document& body, json::Arena& arena)
{
    std::vector<config::HeaderView> headers;
    for (const auto& header : vector["headers"].members()) {
        headers.push_back({header.name, header.value.asString()});
    }
    if (vector.contains("content_type")) {
        headers.push_back({"Content-Type", vector["content_type"].asString()});
    }
    const auto now = vector.contains("now") ? vector["now"].asInt() : 1'760'000'000;
    const auto status = vector.contains("status") ? static_cast<int>(vector["status"].asInt()) : 200;
    return config::responseInput({status, headers, *body, fromMillis(now * 1000)}, arena);
}

} // namespace gatehouse::test
