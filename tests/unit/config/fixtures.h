// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/loader.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::config::test {

inline const Loader& loader()
{
    static const Result<Loader> kLoader = Loader::create();
    EXPECT_TRUE(kLoader) << kLoader.error().message;
    return *kLoader;
}

inline json::Document doc(std::string_view text)
{
    auto document = json::parse(text);
    EXPECT_TRUE(document) << document.error().message << " in " << text;
    return document ? *std::move(document) : json::Document();
}

/// A small definition, with whatever members are given on top.
inline std::string provider(const std::string& more = {})
{
    return R"({"slug":"acme","label":"Acme","api":{"base_url":"https://api.acme.example/{{version}}",
        "version":{"pinned":"v2"}},"auth":[{"kind":"basic"}],
        "resources":{"people":{"methods":{"list":{"path":"/people"},"get":{"path":"/people/{{id}}"}}}})"
           + (more.empty() ? "" : "," + more) + "}";
}

inline std::string model()
{
    return R"({"model":"crm","label":"CRM","version":"1","resources":{"contacts":{"label":"Contacts",
        "methods":["list","get"],"title_keys":["name"],"schema":{"type":"object","required":["id"],
        "properties":{"id":{"type":"string","readOnly":true},"name":{"type":"string"}}}}}})";
}

inline std::string mapping(const std::string& response = R"({"id":"response.id","name":"response.n"})")
{
    return R"({"model":"crm","resource":"contacts","shared":{"resource":"people","response":)" + response
           + R"(},"methods":{"list":{},"get":{}}})";
}

inline std::vector<DefinitionFile> files(const std::string& providerText = provider(),
                                         const std::string& mappingText = mapping())
{
    return {{"models/crm.json", model(), "test"},
            {"providers/acme/provider.json", providerText, "test"},
            {"providers/acme/mappings/crm.contacts.json", mappingText, "test"}};
}

inline std::string described(const std::vector<Error>& errors)
{
    std::string out;
    for (const auto& error : errors) {
        out += error.describe() + "\n";
    }
    return out;
}

} // namespace gatehouse::config::test
