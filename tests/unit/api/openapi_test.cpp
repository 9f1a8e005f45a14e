// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/openapi.h"
#include "core/json/pointer.h"
#include "tests/unit/api/api_fixture.h"

#include <algorithm>
#include <set>

namespace gatehouse {
namespace {

std::string lowered(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// "{path…}" is written "{path}" in OpenAPI, which knows no rest segments.
std::string openApiPath(std::string path)
{
    if (const auto mark = path.find("…"); mark != std::string::npos) {
        path.erase(mark, std::string_view("…").size());
    }
    return path;
}

class OpenApiTest : public test::ApiTest
{
protected:
    OpenApiTest()
        : document(json::parse(api::openApiText()).value_or(json::Document()))
    {}

    [[nodiscard]] json::Value operation(const std::string& path, const std::string& method) const
    {
        return document.root()["paths"][path][method];
    }

    json::Document document;
};

TEST_F(OpenApiTest, describesEveryRouteAndRoutesEveryDescription)
{
    std::set<std::string> routed;
    for (const auto& route : api.router().routes()) {
        const auto path = openApiPath(route->path);
        const std::vector<std::string> methods =
            route->method == "*" ? std::vector<std::string>{"get", "post", "put", "patch", "delete"}
                                 : std::vector{lowered(route->method)};
        for (const auto& method : methods) {
            routed.insert(method + " " + path);
            EXPECT_TRUE(operation(path, method).isObject()) << method << " " << path << " is not documented";
        }
    }
    for (const auto& path : document.root()["paths"].members()) {
        for (const auto& method : path.value.members()) {
            if (method.name != "parameters") {
                EXPECT_TRUE(routed.contains(std::string(method.name) + " " + std::string(path.name)))
                    << method.name << " " << path.name << " is documented and not routed";
            }
        }
    }
}

TEST_F(OpenApiTest, documentsQueryParametersBodiesScopesAndAnswers)
{
    for (const auto& route : api.router().routes()) {
        const auto where = route->method + " " + route->path;
        const auto described =
            operation(openApiPath(route->path), route->method == "*" ? "post" : lowered(route->method));
        std::set<std::string> named;
        for (const auto& entry : described["parameters"].items()) {
            const auto parameter = entry["$ref"].isString()
                                       ? *json::at(document.root(), entry["$ref"].asString().substr(1))
                                       : entry;
            if (parameter["in"].asString() == "query") {
                named.emplace(parameter["name"].asString());
            }
        }
        if (!route->anyQuery) {
            EXPECT_EQ(named, std::set<std::string>(route->query.begin(), route->query.end())) << where;
        }
        EXPECT_EQ(described["requestBody"].isObject(), route->body != api::BodyKind::None) << where;
        EXPECT_FALSE(described["operationId"].asString().empty() || described["summary"].asString().empty())
            << where;
        EXPECT_GT(described["responses"].size(), 0U) << where;
        EXPECT_EQ(described["x-scope"].asString(), route->scope ? keyScopeName(*route->scope) : "") << where;
    }
}

TEST_F(OpenApiTest, isServedAsItStandsInTheTree)
{
    const auto answer = get("/openapi.json");
    EXPECT_EQ(answer->response.body, api::openApiText());
    EXPECT_EQ(document.root()["openapi"].asString().substr(0, 3), "3.1");
}

} // namespace
} // namespace gatehouse
