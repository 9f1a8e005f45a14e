// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/exchange_recorder.h"
#include "tests/support/fake_clock.h"

#include <gtest/gtest.h>

namespace gatehouse::auth {
namespace {

class Recording : public testing::Test
{
protected:
    Recording()
    {
        credentials.secrets.emplace("client_id", Secret(std::string_view("client-1")));
        credentials.secrets.emplace("client_secret", Secret(std::string_view("s3cret & more")));
        request.method = "POST";
        request.url = Url::parse("https://id.example/token?api_key=a-key-in-a-query").value();
        request.headers.set("Authorization", "Basic Y2xpZW50LTE6czNjcmV0");
        request.body = "grant_type=authorization_code&code=the-code&client_secret=s3cret%20%26%20more&client_"
                       "id=client-1";
    }

    Exchange record(int status, std::string body)
    {
        net::ClientResponse response;
        response.status = status;
        response.headers.set("Set-Cookie", "session=the-cookie");
        response.body = std::move(body);
        ExchangeRecorder recorder(clock, request, credentials);
        clock.advance(std::chrono::milliseconds(182));
        return recorder.finish(response);
    }

    static std::string all(const Exchange& exchange)
    {
        std::string out = exchange.url + exchange.requestBody + exchange.responseBody + exchange.error;
        for (const auto* headers : {&exchange.requestHeaders, &exchange.responseHeaders}) {
            for (const auto& field : *headers) {
                out += field.value;
            }
        }
        return out;
    }

    test::FakeClock clock;
    Credentials credentials;
    net::ClientRequest request;
};

TEST_F(Recording, replacesEverySecretByItsKindAndLength)
{
    const auto exchange = record(
        200,
        R"({"access_token":"the-access","refresh_token":"the-refresh","id_token":"the-id",)"
        R"("token_type":"bearer","expires_in":3600,"nested":{"session_token":"the-session"},"echo":"s3cret & more"})");
    const auto seen = all(exchange);
    for (const auto* secret : {"the-access", "the-refresh", "the-id", "the-session", "the-code", "s3cret",
                               "Y2xpZW50", "the-cookie", "a-key-in-a-query"}) {
        EXPECT_EQ(seen.find(secret), std::string::npos) << secret << "\n" << seen;
    }
    EXPECT_NE(exchange.requestBody.find("code=<code: 8 characters>"), std::string::npos);
    EXPECT_NE(exchange.responseBody.find("<access_token: 10 characters>"), std::string::npos);
    EXPECT_NE(exchange.requestBody.find("client_id=client-1"), std::string::npos) << "no secret";
    EXPECT_NE(exchange.responseBody.find("\"token_type\": \"bearer\""), std::string::npos)
        << exchange.responseBody;
    EXPECT_EQ(exchange.duration, std::chrono::milliseconds(182));
    EXPECT_EQ(exchange.requestHeaders[0].value.substr(0, 6), "Basic ");
}

TEST_F(Recording, showsAnUnreadableAnswerOnlyWhenItIsAnError)
{
    EXPECT_EQ(record(200, "<token>the-token</token>").responseBody, "<24 bytes, neither JSON nor a form>");
    EXPECT_EQ(record(502, "<h1>Bad gateway</h1> s3cret & more").responseBody,
              "<h1>Bad gateway</h1> <secret: 13 characters>");
    EXPECT_EQ(record(200, "access_token=the-access&token_type=bearer").responseBody,
              "access_token=<access_token: 10 characters>&token_type=bearer");
}

TEST_F(Recording, keepsWhyNoAnswerCame)
{
    ExchangeRecorder recorder(clock, request, credentials);
    const auto exchange = recorder.finish(fail(Errc::Timeout, "no answer within 20 s"));
    EXPECT_EQ(exchange.status, 0);
    EXPECT_EQ(exchange.error, "no answer within 20 s");
}

} // namespace
} // namespace gatehouse::auth
