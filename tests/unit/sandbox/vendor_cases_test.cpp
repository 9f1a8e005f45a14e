// SPDX-License-Identifier: GPL-3.0-or-later
// Every vendor's quirks, as data: tests/data/sandbox/<slug>.json against
// resources/providers/<slug>/sandbox.json. A case is a list of steps; each sends a request and checks the
// answer with a JSONata expression over {status, headers, body, text, saved}, which must give true.
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/jsonata/expression.h"
#include "core/sandbox/vendor.h"
#include "tests/support/fake_clock.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <ostream>

namespace gatehouse::sandbox {
namespace {

const std::filesystem::path& kSource = test::sourceDir();
constexpr auto kBaseUrl = "http://127.0.0.1:4711";

struct VendorCase
{
    std::string slug;
    std::string name;
    json::Document steps;
};

void PrintTo(const VendorCase& one, std::ostream* out) // NOLINT(readability-identifier-naming): GoogleTest's
{
    *out << one.slug << ": " << one.name;
}

std::vector<VendorCase> loadCases()
{
    std::vector<VendorCase> cases;
    for (const auto& entry : std::filesystem::directory_iterator(kSource / "tests/data/sandbox")) {
        const auto document = json::parse(test::readFile(entry.path()));
        if (!document) {
            ADD_FAILURE() << entry.path() << ": " << document.error().describe();
            continue;
        }
        for (const auto& one : document->root().items()) {
            cases.push_back({entry.path().stem().string(), std::string(one["name"].asString()),
                             document->sub(one["steps"])});
        }
    }
    std::sort(cases.begin(), cases.end(), [](const VendorCase& a, const VendorCase& b) {
        return std::tie(a.slug, a.name) < std::tie(b.slug, b.name);
    });
    return cases;
}

class VendorCases : public ::testing::TestWithParam<VendorCase>
{
protected:
    void SetUp() override
    {
        const auto file = kSource / "resources/providers" / GetParam().slug / "sandbox.json";
        auto definition = readDefinition(GetParam().slug, test::readFile(file), file.string());
        ASSERT_TRUE(definition) << definition.error().describe();
        auto made = SimulatedVendor::make(
            *definition, {{"acme", "Acme", 1, {640, 60, 180}}, {"globex", "Globex", 2, {20, 5, 8}}},
            {1, kBaseUrl, &m_clock, false, true});
        ASSERT_TRUE(made) << made.error().describe();
        m_vendor = std::move(*made);
    }

    const Tenant& tenant(std::string_view key)
    {
        const auto found = std::find_if(m_vendor->tenants().begin(), m_vendor->tenants().end(),
                                        [key](const auto& one) { return one->customer().key == key; });
        return found == m_vendor->tenants().end() ? *m_vendor->tenants().front() : **found;
    }

    /// Puts {{saved}} values, {{context.x}} and {{credentials.x}} in.
    std::string filled(std::string text, const Tenant& as)
    {
        for (auto open = text.find("{{"); open != std::string::npos; open = text.find("{{", open)) {
            const auto close = text.find("}}", open);
            const auto name = text.substr(open + 2, close - open - 2);
            const auto kept = m_saved.find(name);
            std::string value = kept == m_saved.end() ? std::string() : kept->second;
            if (name.starts_with("context.")) {
                value = textOf(as.context().root()[std::string_view(name).substr(8)]);
            } else if (name.starts_with("credentials.")) {
                value = textOf(as.credentials().root()[std::string_view(name).substr(12)]);
            }
            text.replace(open, close + 2 - open, value);
        }
        return text;
    }

    net::ServerRequest request(const json::Value& step)
    {
        const auto& as = tenant(step["as"].asString());
        net::ServerRequest request;
        request.method = step.contains("method") ? step["method"].asString() : "GET";
        request.target = filled(std::string(step["path"].asString()), as);
        const auto mark = request.target.find('?');
        request.path = request.target.substr(0, mark);
        request.query = mark == std::string::npos ? "" : request.target.substr(mark + 1);
        if (step["as"].asString() != "nobody") {
            const auto& auth = m_vendor->definition().auth;
            request.headers.add(
                auth.header,
                auth.prefix
                    + std::string(as.credentials().root()[std::string_view(auth.credential)].asString()));
        }
        for (const auto& [name, value] : step["headers"].members()) {
            request.headers.set(std::string(name), filled(std::string(value.asString()), as));
        }
        if (step.contains("body")) {
            request.headers.set("Content-Type", "application/json");
            request.body = filled(json::write(step["body"]), as);
        } else if (step.contains("text")) {
            request.body = filled(std::string(step["text"].asString()), as);
        }
        return request;
    }

    json::Value savedObject(json::Arena& arena)
    {
        json::ObjectBuilder object(arena);
        for (const auto& [name, value] : m_saved) {
            object.set(name, value);
        }
        return object.build();
    }

    void run(const json::Value& step)
    {
        if (step.contains("advance_s")) {
            m_clock.advance(std::chrono::seconds(step["advance_s"].asInt()));
        }
        if (step.contains("fault")) {
            ASSERT_TRUE(
                m_vendor->inject({GetParam().slug, std::string(step["fault"].asString()), 1, {}, {}}));
        }
        const auto repeat = std::max<std::int64_t>(1, step["repeat"].asInt());
        Answer answer;
        for (std::int64_t i = 0; i < repeat; ++i) {
            answer = m_vendor->handle(request(step));
        }
        json::Arena arena;
        json::ObjectBuilder headers(arena);
        for (const auto& [name, value] : answer.response.headers) {
            headers.set(name, value);
        }
        const auto body = json::parse(std::string_view(answer.response.body));
        json::ObjectBuilder input(arena);
        input.set("status", json::Value::integer(answer.response.status)).set("headers", headers.build());
        input.set("body", body ? body->root() : json::Value()).set("text", answer.response.body);
        input.set("saved", savedObject(arena));
        const auto seen = input.build();
        for (const auto& [name, text] : step["save"].members()) {
            m_saved[std::string(name)] = textOf(evaluate(text.asString(), seen, arena));
        }
        const auto verdict = evaluate(step["check"].asString(), seen, arena);
        EXPECT_TRUE(verdict.asBool()) << step["path"].asString() << "\n  " << step["check"].asString()
                                      << "\n  " << json::write(seen).substr(0, 3000);
    }

    static json::Value evaluate(std::string_view text, const json::Value& input, json::Arena& arena)
    {
        const auto expression = jsonata::Expression::compile(text);
        EXPECT_TRUE(expression) << text << ": " << expression.error().message;
        const auto value = expression ? expression->evaluate(input, arena) : jsonata::Outcome<json::Value>();
        EXPECT_TRUE(value) << text << ": " << value.error().message;
        return value ? *value : json::Value();
    }

    test::FakeClock m_clock;
    std::unique_ptr<SimulatedVendor> m_vendor;
    std::map<std::string, std::string> m_saved;
};

TEST_P(VendorCases, answersAsTheVendorDoes)
{
    for (const auto& step : GetParam().steps->items()) {
        run(step);
    }
}

INSTANTIATE_TEST_SUITE_P(Sandbox, VendorCases, ::testing::ValuesIn(loadCases()), [](const auto& one) {
    std::string name = one.param.slug + "_" + one.param.name;
    std::replace_if(
        name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return name;
});

} // namespace
} // namespace gatehouse::sandbox
