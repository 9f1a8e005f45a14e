// SPDX-License-Identifier: GPL-3.0-or-later
// Every open vector of webhook_vectors.json, through the HTTP endpoint.
#include "tests/unit/webhooks/ingest_world.h"

namespace gatehouse::webhooks::test {
namespace {

class WebhookVectors : public IngestWorld
{
protected:
    void check(const json::Value& vector)
    {
        const std::string id(vector["id"].asString());
        const auto now = vector["now"].asInt() * 1000;
        clock.jump(std::chrono::milliseconds(now - toMillis(clock.now())));
        const auto url = Url::parse(vector["url"].asString());
        ASSERT_TRUE(url) << id;
        const auto whole = std::string(vector["url"].asString());
        setRoute(providerFor(std::string(vector["scheme"].asString())),
                 secretsOf(std::string(vector["secret"].asString())), whole.substr(0, whole.find('?')), true);
        net::Headers headers;
        for (const auto& [name, value] : vector["headers"].members()) {
            headers.add(std::string(name), std::string(value.asString()));
        }
        const auto before = events.stored.size();
        const auto answer =
            send(std::string(vector["method"].asString()),
                 "/hooks/i/acme/tok" + (url->query.empty() ? std::string() : "?" + url->query),
                 std::move(headers), std::string(vector["body"].asString()));
        const bool valid = vector["valid"].asBool();
        EXPECT_EQ(answer.status, valid ? 200 : 401) << id << ": " << vector["reason"].asString();
        if (!valid) {
            EXPECT_EQ(events.stored.size(), before) << id;
        }
        if (const auto body = vector["expect_response_body"]; body.isString()) {
            EXPECT_EQ(answer.body, body.asString()) << id;
        }
        if (id == "slack-3") {
            EXPECT_EQ(answer.body, (*json::parse(vector["body"].asString())).root()["challenge"].asString());
        }
    }
};

TEST_F(WebhookVectors, allVerifyOrFailAsTheySayThroughTheEndpoint)
{
    const auto text =
        gatehouse::test::readFile(gatehouse::test::sharedDir() / "vectors/webhook_vectors.json");
    if (text.empty()) {
        GTEST_SKIP() << "no shared vectors; set GATEHOUSE_SHARED";
    }
    const auto document = json::parse(std::string_view(text));
    ASSERT_TRUE(document) << document.error().message;
    const auto vectors = (**document)["vectors"];
    ASSERT_GT(vectors.size(), 0U);
    for (const auto& vector : vectors.items()) {
        check(vector);
    }
    EXPECT_GT(counters.accepted.load(), 0U);
}

} // namespace
} // namespace gatehouse::webhooks::test
