// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/digest.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <memory>
#include <utility>
#include <vector>

namespace gatehouse::crypto {

namespace {

const char* opensslName(Digest algorithm)
{
    static constexpr std::array<const char*, 5> kNames{"MD5", "SHA1", "SHA256", "SHA384", "SHA512"};
    return kNames.at(static_cast<std::size_t>(algorithm));
}

unsigned char* bytes(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

const unsigned char* bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

using MacContext = std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)>;

constexpr std::array kAlgorithms{Digest::Md5, Digest::Sha1, Digest::Sha256, Digest::Sha384, Digest::Sha512};
/// An empty key is legal for HMAC, a null pointer is not.
constexpr unsigned char kNoKey = 0;

/// Fetched once: looking an algorithm up takes longer than digesting a kibibyte with it.
const EVP_MD* fetchedDigest(Digest algorithm)
{
    using Fetched = std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)>;
    static const std::vector<Fetched> all = [] {
        std::vector<Fetched> list;
        list.reserve(kAlgorithms.size());
        for (const auto one : kAlgorithms) {
            list.emplace_back(EVP_MD_fetch(nullptr, opensslName(one), nullptr), EVP_MD_free);
        }
        return list;
    }();
    return all.at(static_cast<std::size_t>(algorithm)).get();
}

MacContext templateFor(Digest algorithm)
{
    const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr),
                                                                EVP_MAC_free);
    MacContext context(EVP_MAC_CTX_new(mac.get()), EVP_MAC_CTX_free);
    std::string name = opensslName(algorithm);
    const std::array<OSSL_PARAM, 2> params{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0), OSSL_PARAM_construct_end()};
    EVP_MAC_init(context.get(), &kNoKey, 0, params.data());
    return context;
}

/// A copy of a context that knows its digest already, with the key.
MacContext makeContext(Digest algorithm, std::string_view key)
{
    static const std::vector<MacContext> templates = [] {
        std::vector<MacContext> list;
        list.reserve(kAlgorithms.size());
        for (const auto one : kAlgorithms) {
            list.push_back(templateFor(one));
        }
        return list;
    }();
    MacContext context(EVP_MAC_CTX_dup(templates.at(static_cast<std::size_t>(algorithm)).get()),
                       EVP_MAC_CTX_free);
    EVP_MAC_init(context.get(), key.empty() ? &kNoKey : bytes(key), key.size(), nullptr);
    return context;
}

std::string finish(EVP_MAC_CTX* context, std::string_view data)
{
    std::string out(EVP_MAX_MD_SIZE, '\0');
    std::size_t size = 0;
    EVP_MAC_update(context, bytes(data), data.size());
    EVP_MAC_final(context, bytes(out), &size, out.size());
    out.resize(size);
    return out;
}

} // namespace

std::optional<Digest> digestByName(std::string_view name)
{
    std::string plain;
    for (const char c : name) {
        if (c != '-' && c != '_') {
            plain += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        }
    }
    static constexpr std::array<std::pair<std::string_view, Digest>, 5> kNames{{{"md5", Digest::Md5},
                                                                                {"sha1", Digest::Sha1},
                                                                                {"sha256", Digest::Sha256},
                                                                                {"sha384", Digest::Sha384},
                                                                                {"sha512", Digest::Sha512}}};
    for (const auto& [known, algorithm] : kNames) {
        if (plain == known) {
            return algorithm;
        }
    }
    return std::nullopt;
}

std::string digest(Digest algorithm, std::string_view data)
{
    std::string out(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    EVP_Digest(data.data(), data.size(), bytes(out), &size, fetchedDigest(algorithm), nullptr);
    out.resize(size);
    return out;
}

std::string hmac(Digest algorithm, std::string_view key, std::string_view data)
{
    return finish(makeContext(algorithm, key).get(), data);
}

struct HmacKey::Impl
{
    MacContext context;
};

HmacKey::HmacKey(Digest algorithm, const Secret& key)
    : m_impl(std::make_unique<Impl>(Impl{makeContext(algorithm, key.reveal())}))
{}

HmacKey::HmacKey(HmacKey&&) noexcept = default;
HmacKey& HmacKey::operator=(HmacKey&&) noexcept = default;
HmacKey::~HmacKey() = default;

std::string HmacKey::mac(std::string_view data)
{
    // Initialising without a key starts over with the one already set.
    EVP_MAC_init(m_impl->context.get(), nullptr, 0, nullptr);
    return finish(m_impl->context.get(), data);
}

} // namespace gatehouse::crypto
