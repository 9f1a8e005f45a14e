// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/net/test_ca.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <functional>

namespace gatehouse::test {

namespace {

using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using CertificatePtr = std::unique_ptr<X509, decltype(&X509_free)>;

KeyPtr makeKey(bool elliptic)
{
    return {elliptic ? EVP_EC_gen("P-256") : EVP_RSA_gen(2048), EVP_PKEY_free};
}

std::string written(const std::function<int(BIO*)>& write)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    write(memory.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string pemOf(X509* certificate)
{
    return written([certificate](BIO* out) { return PEM_write_bio_X509(out, certificate); });
}

void extend(X509* certificate, X509* issuer, int kind, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    auto* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    if (extension == nullptr) {
        std::abort();
    }
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

CertificatePtr makeCertificate(const CertificateWish& wish, EVP_PKEY* key, long serial)
{
    CertificatePtr certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), wish.validFrom);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wish.validUntil);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(wish.name.c_str()), -1, -1, 0);
    return certificate;
}

} // namespace

struct TestCa::Impl
{
    KeyPtr key = makeKey(true);
    CertificatePtr certificate{nullptr, X509_free};
    long serial = 1;
};

TestCa::TestCa()
    : m_impl(std::make_unique<Impl>())
{
    m_impl->certificate = makeCertificate({"Gatehouse test CA", {}}, m_impl->key.get(), m_impl->serial);
    auto* certificate = m_impl->certificate.get();
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    extend(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
    extend(certificate, certificate, NID_key_usage, "critical,keyCertSign");
    X509_sign(certificate, m_impl->key.get(), EVP_sha256());
}

TestCa::~TestCa() = default;

std::string TestCa::pem() const
{
    return pemOf(m_impl->certificate.get());
}

Certificate TestCa::issue(const CertificateWish& wish) const
{
    const auto key = makeKey(wish.ellipticKey);
    const auto certificate = makeCertificate(wish, key.get(), ++m_impl->serial);
    auto* issuer = m_impl->certificate.get();
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer));
    extend(certificate.get(), issuer, NID_subject_alt_name, wish.alternativeNames);
    X509_sign(certificate.get(), m_impl->key.get(), EVP_sha256());
    auto keyPem = written([&key](BIO* out) {
        return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
    return {pemOf(certificate.get()), Secret(std::move(keyPem))};
}

} // namespace gatehouse::test
