// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/webhook_definition.h"

#include "core/sandbox/definition_reader.h"

#include <array>

namespace gatehouse::sandbox {
namespace {

struct SignatureAlgorithm
{
    std::string_view name;
    crypto::Digest digest;
    bool keyed;
};

constexpr std::array<SignatureAlgorithm, 4> kAlgorithms{{{"hmac_sha256", crypto::Digest::Sha256, true},
                                                         {"hmac_sha1", crypto::Digest::Sha1, true},
                                                         {"hmac_sha512", crypto::Digest::Sha512, true},
                                                         {"sha256", crypto::Digest::Sha256, false}}};

WebhookSignature readSignature(const DefinitionNode& node, std::string name)
{
    using Encoding = WebhookSignature::Encoding;
    node.allow({"algorithm", "encoding", "key", "text"});
    WebhookSignature signature;
    signature.name = std::move(name);
    const auto wanted = node.at("algorithm").text("hmac_sha256");
    const auto* algorithm = std::find_if(kAlgorithms.begin(), kAlgorithms.end(),
                                         [&wanted](const auto& one) { return one.name == wanted; });
    if (algorithm == kAlgorithms.end()) {
        node.at("algorithm").fail("an algorithm is hmac_sha256, hmac_sha1, hmac_sha512 or sha256");
    } else {
        signature.digest = algorithm->digest;
        signature.keyed = algorithm->keyed;
    }
    const auto encoding = node.at("encoding").text("hex");
    if (encoding == "base64") {
        signature.encoding = Encoding::Base64;
    } else if (encoding == "base64url") {
        signature.encoding = Encoding::Base64Url;
    } else if (encoding != "hex") {
        node.at("encoding").fail("an encoding is hex, base64 or base64url");
    }
    signature.key = node.at("key").expression();
    signature.text = node.at("text").expression();
    if (signature.keyed && !node.at("key").present()) {
        node.fail("an HMAC needs a key");
    }
    if (!node.at("text").present()) {
        node.fail("a signature needs the text that it covers");
    }
    return signature;
}

} // namespace

std::shared_ptr<const WebhookDefinition> readVendorWebhooks(const DefinitionNode& node)
{
    if (!node.present()) {
        return nullptr;
    }
    node.allow(
        {"secrets", "on_change", "event", "content_type", "body", "text", "signatures", "headers", "test"});
    auto webhooks = std::make_shared<WebhookDefinition>();
    webhooks->secrets = node.at("secrets").expression();
    webhooks->onChange = node.at("on_change").truth(true);
    webhooks->event = node.at("event").expression();
    webhooks->contentType = node.at("content_type").text(webhooks->contentType);
    webhooks->body = node.at("body").expression();
    webhooks->text = node.at("text").expression();
    webhooks->hasText = node.at("text").present();
    const auto signatures = node.at("signatures");
    for (const auto& member : signatures.value().members()) {
        webhooks->signatures.push_back(readSignature(signatures.at(member.name), std::string(member.name)));
    }
    webhooks->headers = node.at("headers").expressions();
    webhooks->test = readSteps(node.at("test"));
    if (!node.at("event").present() || (!webhooks->hasText && !node.at("body").present())) {
        node.fail("webhooks need event, and body or text");
    }
    return webhooks;
}

} // namespace gatehouse::sandbox
