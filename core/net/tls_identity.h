// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/secret.h"
#include "core/net/client.h"
#include "core/net/server.h"

#include <QList>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

#include <string_view>

namespace gatehouse::net {

/// All certificates of a PEM text, in order. InvalidArgument when there is none; what names the text.
[[nodiscard]] Result<QList<QSslCertificate>> readCertificates(std::string_view pem, std::string_view what);
/// An RSA or EC private key without passphrase. InvalidArgument when it is neither.
[[nodiscard]] Result<QSslKey> readPrivateKey(const Secret& pem);
/// TLS 1.2 or later; with a client CA, clients must show a certificate that it signed.
[[nodiscard]] Result<QSslConfiguration> serverTlsConfiguration(const TlsIdentity& identity);
/// TLS 1.2 or later, verified against the system's store and extraCaPem (may be empty). Reads the whole store
/// when there is an extraCaPem (some 100 ms): make it once.
[[nodiscard]] Result<QSslConfiguration> clientTlsConfiguration(const std::string& extraCaPem);
/// Shows the peer this certificate.
[[nodiscard]] Status useCertificate(QSslConfiguration& configuration, const ClientCertificate& certificate);
/// RFC 9525: the subject's alternative names alone say whose certificate it is. Qt would also take the common
/// name.
[[nodiscard]] bool isCertificateFor(const QSslCertificate& certificate, const std::string& host);

} // namespace gatehouse::net
