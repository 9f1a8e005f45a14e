// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/tls_identity.h"

#include <QHostAddress>
#include <QSsl>
#include <QSslSocket>

#include <fmt/format.h>
#include <openssl/x509v3.h>

#include <memory>

namespace gatehouse::net {

Result<QList<QSslCertificate>> readCertificates(std::string_view pem, std::string_view what)
{
    const auto found =
        QSslCertificate::fromData(QByteArray(pem.data(), static_cast<qsizetype>(pem.size())), QSsl::Pem);
    if (found.isEmpty()) {
        return fail(Errc::InvalidArgument, fmt::format("{} holds no PEM certificate", what));
    }
    return found;
}

Result<QSslKey> readPrivateKey(const Secret& pem)
{
    auto text = QByteArray(pem.reveal().data(), static_cast<qsizetype>(pem.size()));
    QSslKey key;
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec}) {
        key = QSslKey(text, algorithm, QSsl::Pem, QSsl::PrivateKey);
        if (!key.isNull()) {
            break;
        }
    }
    text.fill('\0');
    if (key.isNull()) {
        return fail(Errc::InvalidArgument, "the private key is not an unencrypted RSA or EC key in PEM form");
    }
    return key;
}

Result<QSslConfiguration> serverTlsConfiguration(const TlsIdentity& identity)
{
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    GH_ASSIGN(auto chain, readCertificates(identity.certificateChainPem, "the server's certificate"));
    configuration.setLocalCertificateChain(chain);
    GH_ASSIGN(auto key, readPrivateKey(identity.privateKeyPem));
    configuration.setPrivateKey(key);
    if (identity.clientCaPem.empty()) {
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        return configuration;
    }
    GH_ASSIGN(auto authorities, readCertificates(identity.clientCaPem, "the client CA"));
    configuration.setCaCertificates(authorities);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    return configuration;
}

Result<QSslConfiguration> clientTlsConfiguration(const std::string& extraCaPem)
{
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    configuration.setAllowedNextProtocols({QByteArrayLiteral("http/1.1")});
    if (!extraCaPem.empty()) {
        // Naming any CA switches Qt's loading of the system's on demand off, so both are given.
        GH_ASSIGN(auto extra, readCertificates(extraCaPem, "the list of additional CAs"));
        configuration.setCaCertificates(QSslConfiguration::systemCaCertificates() + extra);
    }
    return configuration;
}

Status useCertificate(QSslConfiguration& configuration, const ClientCertificate& certificate)
{
    GH_ASSIGN(auto chain, readCertificates(certificate.certificateChainPem, "the client certificate"));
    configuration.setLocalCertificateChain(chain);
    GH_ASSIGN(auto key, readPrivateKey(certificate.privateKeyPem));
    configuration.setPrivateKey(key);
    return {};
}

bool isCertificateFor(const QSslCertificate& certificate, const std::string& host)
{
    const auto der = certificate.toDer();
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.constData());
    const std::unique_ptr<X509, decltype(&X509_free)> parsed(d2i_X509(nullptr, &bytes, der.size()),
                                                             X509_free);
    if (!parsed) {
        return false;
    }
    if (!QHostAddress(QString::fromStdString(host)).isNull()) {
        return X509_check_ip_asc(parsed.get(), host.c_str(), 0) == 1;
    }
    return X509_check_host(parsed.get(), host.data(), host.size(),
                           X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS,
                           nullptr)
           == 1;
}

} // namespace gatehouse::net
