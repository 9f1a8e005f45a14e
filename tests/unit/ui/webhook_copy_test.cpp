// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/webhook_copy.h"

#include <gtest/gtest.h>

namespace gatehouse::ui {
namespace {

CopiedWebhook sampleWebhook()
{
    CopiedWebhook webhook;
    webhook.event.id = "evt_1";
    webhook.event.accountId = "acc_1";
    webhook.request = {"POST",
                       "/hooks/a/••••?n=1",
                       {{"Content-Type", "application/json"}, {"X-Api-Key", "k3y"}, {"Cookie", "••••"}},
                       "127.0.0.1"};
    webhook.body = R"({"id":"it's"})";
    webhook.url = "https://gate.example/hooks/a/whk_secret";
    return webhook;
}

TEST(WebhookCopy, leavesTheTokenAndCredentialsOutOfEveryFormByDefault)
{
    for (const auto form : {CopyForm::Curl, CopyForm::Http, CopyForm::Fetch, CopyForm::Har}) {
        const auto text = copiedText(sampleWebhook(), form, true);
        ASSERT_TRUE(text) << text.error().message;
        EXPECT_EQ(text->find("whk_secret"), std::string::npos) << *text;
        if (form != CopyForm::Har) { // which has what the gateway has masked, and no more
            EXPECT_EQ(text->find("k3y"), std::string::npos) << *text;
        }
    }
}

TEST(WebhookCopy, asksForTheTokenWhereItIsUsed)
{
    const auto curl = copiedText(sampleWebhook(), CopyForm::Curl, true).value_or("");
    EXPECT_NE(curl.find(R"(: "${URL_TOKEN:?set)"), std::string::npos) << curl;
    EXPECT_NE(curl.find(R"(https://gate.example/hooks/a/"$URL_TOKEN"'?n=1')"), std::string::npos) << curl;
    const auto fetch = copiedText(sampleWebhook(), CopyForm::Fetch, true).value_or("");
    EXPECT_NE(fetch.find(R"("https://gate.example/hooks/a/" + process.env.URL_TOKEN + "?n=1")"),
              std::string::npos)
        << fetch;
    const auto http = copiedText(sampleWebhook(), CopyForm::Http, true).value_or("");
    EXPECT_NE(http.find("POST /hooks/a/••••?n=1 HTTP/1.1\r\nHost: gate.example\r\n"), std::string::npos)
        << http;
    EXPECT_NE(http.find("X-Api-Key: ••••\r\n"), std::string::npos) << http;
}

TEST(WebhookCopy, givesAllThatIsKnownWhenItIsToldTo)
{
    const auto curl = copiedText(sampleWebhook(), CopyForm::Curl, false).value_or("");
    EXPECT_NE(curl.find("'https://gate.example/hooks/a/whk_secret?n=1'"), std::string::npos) << curl;
    EXPECT_NE(curl.find("k3y"), std::string::npos);
    EXPECT_NE(curl.find("$COOKIE"), std::string::npos) << "what is masked is not known here";
}

TEST(WebhookCopy, aBodyThatIsNoTextStandsInAHarAsBase64)
{
    auto webhook = sampleWebhook();
    webhook.body = std::string("\xff\0", 2);
    const auto har = copiedText(webhook, CopyForm::Har, true).value_or("");
    EXPECT_NE(har.find("/wA="), std::string::npos) << har;
}

} // namespace
} // namespace gatehouse::ui
