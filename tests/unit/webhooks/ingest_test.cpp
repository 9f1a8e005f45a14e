// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "tests/unit/webhooks/ingest_world.h"

namespace gatehouse::webhooks::test {
namespace {

class IngestTest : public IngestWorld
{
protected:
    static std::string signatureOf(const std::string& body, const std::string& secret = "s3cret")
    {
        return "sha256=" + crypto::toHex(crypto::hmac(crypto::Digest::Sha256, secret, body));
    }

    net::ClientResponse post(const std::string& body, const std::string& target = "/hooks/a/tok")
    {
        return send("POST", target, {{"X-Hub-Signature-256", signatureOf(body)}}, body);
    }
};

TEST_F(IngestTest, storesTheExactBytesAndAnswers200)
{
    setRoute(providerFor("github"), secretsOf("s3cret"));
    const std::string body = "{\"a\": 1.0 ,\r\n \"b\":\"\\/\"}";
    EXPECT_EQ(post(body).status, 200);
    ASSERT_EQ(events.stored.size(), 1U);
    EXPECT_EQ(events.stored[0].payload, body);
    EXPECT_EQ(events.stored[0].event.accountId, "acc_1");
    EXPECT_EQ(events.stored[0].event.verifiedBy, "hmac_sha256 x-hub-signature-256 (secret)");
    EXPECT_EQ(events.stored[0].requestJson.find("/hooks/a/tok"), std::string::npos);
    EXPECT_EQ(told, 1);
}

TEST_F(IngestTest, answersDuplicatesWith200AndStoresThemOnce)
{
    setRoute(providerFor("github"), secretsOf("s3cret"));
    EXPECT_EQ(post("{}").status, 200);
    EXPECT_EQ(post("{}").status, 200);
    EXPECT_EQ(events.stored.size(), 1U);
    EXPECT_EQ(counters.duplicates.load(), 1U);
}

TEST_F(IngestTest, tellsDuplicatesByTheProvidersIdWhateverElseChanged)
{
    auto provider =
        std::make_shared<config::ProviderDefinition>(*providerFor("github", R"("event_id":"id")"));
    provider->webhooks->events =
        *jsonata::Expression::compile("[{'id': body.id, 'event': 'record:updated'}]");
    setRoute(provider, secretsOf("s3cret"));
    EXPECT_EQ(post(R"({"id":7,"attempt":0})").status, 200);
    EXPECT_EQ(post(R"({"id":7,"attempt":1})").status, 200);
    EXPECT_EQ(post(R"({"id":8,"attempt":0})").status, 200);
    EXPECT_EQ(events.stored.size(), 2U);
    EXPECT_EQ(events.stored[0].event.providerEventId, "7");
}

TEST_F(IngestTest, keepsARefusedRequestInTheRingWithItsReasonAndStoresNothing)
{
    setRoute(providerFor("github"), secretsOf("s3cret"));
    EXPECT_EQ(
        send("POST", "/hooks/a/tok", {{"X-Hub-Signature-256", signatureOf("{}", "other")}}, "{}").status,
        401);
    EXPECT_TRUE(events.stored.empty());
    const auto list = ring.all();
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0]->shown.reason, "the signature differs");
    EXPECT_EQ(list[0]->shown.report.checks[0].expectedPrefix.size(), 8 + std::string("…").size());
    EXPECT_EQ(list[0]->shown.report.checks[0].signedText, "{}");
}

TEST_F(IngestTest, largeBodiesGoToSegmentsAndTooLargeOnesAreRefusedWith413)
{
    setRoute(providerFor("github"), secretsOf("s3cret"));
    EXPECT_EQ(post(std::string(store::kSegmentBytes, 'x')).status, 200);
    ASSERT_EQ(events.stored.size(), 1U);
    EXPECT_TRUE(events.stored[0].payload.empty());
    EXPECT_EQ(events.stored[0].event.payloadRef, "pay_1_0_4096");
    EXPECT_EQ(post(std::string((std::size_t{5} << 20U) + 1, 'x')).status, 413);
}

TEST_F(IngestTest, answersByTheDefinitionWhenNothingCanBeMadeDurableAndGoesOnByItself)
{
    events.broken = true;
    setRoute(providerFor("github"), secretsOf("s3cret"));
    EXPECT_EQ(post("{}").status, 503);
    setRoute(providerFor("github", R"("on_internal_error":"ack")"), secretsOf("s3cret"));
    EXPECT_EQ(post("{}").status, 200);
    setRoute(providerFor("github", R"("on_internal_error":"ack")"), secretsOf("s3cret"),
             "https://g/hooks/i/acme/tok", true);
    const auto fanOut = post("{}", "/hooks/i/acme/tok");
    EXPECT_EQ(fanOut.status, 503);
    EXPECT_EQ(fanOut.headers.get("retry-after"), "5");
    ASSERT_EQ(troubles.size(), 2U);
    EXPECT_FALSE(troubles[0].starts_with("lost: "));
    EXPECT_TRUE(troubles[1].starts_with("lost: ")) << "what was acknowledged is told apart";
    EXPECT_EQ(counters.undurable.load(), 3U);
    events.broken = false;
    EXPECT_EQ(post("{}", "/hooks/i/acme/tok").status, 200);
    EXPECT_EQ(recoveries, 1);
}

TEST_F(IngestTest, aFullDiskForLargeBodiesIsAnsweredAsOne)
{
    payloads.broken = true;
    setRoute(providerFor("github"), secretsOf("s3cret"));
    EXPECT_EQ(post(std::string(store::kSegmentBytes, 'x')).status, 503);
    EXPECT_EQ(troubles.size(), 1U);
}

TEST_F(IngestTest, unknownTokensAndForeignMethodsLearnNothing)
{
    setRoute(providerFor("github"), secretsOf("s3cret"));
    EXPECT_EQ(post("{}", "/hooks/a/tokk").status, 404);
    EXPECT_EQ(post("{}", "/hooks/i/acme/tok").status, 404);
    EXPECT_EQ(send("GET", "/hooks/a/tok", {}, {}).status, 405);
}

TEST_F(IngestTest, acceptsTheSecretBeforeWhileItIsBeingReplaced)
{
    auto secrets = secretsOf("new");
    secrets->add("secret", "secret_previous", Secret(std::string_view("s3cret")));
    setRoute(providerFor("github"), secrets);
    EXPECT_EQ(post("{}").status, 200);
    EXPECT_EQ(events.stored.at(0).event.verifiedBy, "hmac_sha256 x-hub-signature-256 (secret_previous)");
}

TEST_F(IngestTest, tellsHowLongTheSenderWaitedForWhichAnswer)
{
    setRoute(providerFor("github", R"("acknowledge":"{'status': 202, 'body': {'ok': true}}")"),
             secretsOf("s3cret"));
    events.onAppend = [this] { clock.advance(std::chrono::milliseconds(7)); };
    EXPECT_EQ(post("{}").status, 202);
    ASSERT_EQ(toldEvents.size(), 1U);
    EXPECT_EQ(toldEvents[0].answered, 202);
    EXPECT_EQ(toldEvents[0].answerTime, std::chrono::milliseconds(7));
    EXPECT_EQ(events.stored[0].event.answered, 202);
    const auto request = json::parse(std::string_view(events.stored[0].requestJson));
    ASSERT_TRUE(request);
    EXPECT_EQ((**request)["answer"]["status"].asInt(), 202);
    EXPECT_EQ((**request)["answer"]["body"].asString(), R"({"ok":true})");
    EXPECT_EQ(post("{}").status, 202);
    ASSERT_EQ(toldRepeated.size(), 1U);
    EXPECT_EQ(toldRepeated[0].eventId, toldEvents[0].id);
    EXPECT_EQ(toldRepeated[0].answerTime, std::chrono::milliseconds(7));
}

TEST_F(IngestTest, anAnswerOf200WithoutABodyIsNotWrittenDownWithEachEvent)
{
    setRoute(providerFor("github"), secretsOf("s3cret"));
    EXPECT_EQ(post("{}").status, 200);
    EXPECT_EQ(events.stored.at(0).requestJson.find("answer"), std::string::npos);
    EXPECT_EQ(events.stored.at(0).event.answered, 200);
}

TEST_F(IngestTest, aSenderThatIsToTryAgainIsToldOfAsAFailure)
{
    events.broken = true;
    setRoute(providerFor("github"), secretsOf("s3cret"));
    EXPECT_EQ(post("{}").status, 503);
    ASSERT_EQ(toldUnkept.size(), 1U);
    EXPECT_EQ(toldUnkept[0].accountId, "acc_1");
    EXPECT_EQ(toldUnkept[0].status, 503);
}

TEST_F(IngestTest, aRefusalIsKeptWithItsAnswer)
{
    setRoute(providerFor("github"), secretsOf("s3cret"));
    EXPECT_EQ(send("POST", "/hooks/a/tok", {{"X-Hub-Signature-256", "sha256=00"}}, "{}").status, 401);
    const auto list = ring.all();
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0]->shown.answer.status, 401);
    EXPECT_NE(list[0]->shown.answer.body.find("signature"), std::string::npos);
    EXPECT_TRUE(list[0]->shown.answerTime.has_value());
}

TEST_F(IngestTest, masksCredentialsInWhatItKeeps)
{
    setRoute(providerFor("google-channel-token"), secretsOf("chan-token-77"));
    EXPECT_EQ(
        send("POST", "/hooks/a/tok", {{"X-Goog-Channel-Token", "chan-token-77"}, {"Cookie", "c"}}, "").status,
        200);
    EXPECT_EQ(events.stored.at(0).requestJson.find("chan-token-77"), std::string::npos);
}

} // namespace
} // namespace gatehouse::webhooks::test
