// SPDX-License-Identifier: GPL-3.0-or-later
// Webhooks on the clipboard, into files and out of them.
#include "ui/models/text.h"
#include "ui/text/event_export.h"
#include "ui/text/webhook_copy.h"
#include "ui/views/webhooks/import_dialog.h"
#include "ui/views/webhooks/ingest_line.h"
#include "ui/views/webhooks/payload_fetch.h"
#include "ui/views/webhooks/webhooks_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QSaveFile>
#include <QStringDecoder>

#include <algorithm>
#include <array>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kMostExported = 10'000;

struct FileFormat
{
    ExportFormat format;
    const char* menu;
    QLatin1String file;
};

constexpr std::array kFormats{FileFormat{ExportFormat::Har, QT_TRANSLATE_NOOP("WebhooksView", "HAR 1.2…"),
                                         QLatin1String("webhooks.har")},
                              FileFormat{ExportFormat::Ndjson, QT_TRANSLATE_NOOP("WebhooksView", "NDJSON…"),
                                         QLatin1String("webhooks.ndjson")},
                              FileFormat{ExportFormat::Csv,
                                         QT_TRANSLATE_NOOP("WebhooksView", "CSV, without bodies…"),
                                         QLatin1String("webhooks.csv")}};

ExportedEvent exportedEvent(FetchedEvent&& event)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(QByteArrayView(event.payload.body));
    const bool binary = decoder.hasError();
    auto body = binary ? QByteArray::fromStdString(event.payload.body).toBase64().toStdString()
                       : std::move(event.payload.body);
    return {std::move(event.event), std::move(event.payload.request), std::move(body), binary};
}

QString writeWhole(const QString& path, const std::string& text)
{
    QSaveFile file(path);
    const bool good =
        file.open(QIODevice::WriteOnly)
        && file.write(text.data(), static_cast<qint64>(text.size())) == static_cast<qint64>(text.size())
        && file.commit();
    return good ? QString() : file.errorString();
}

} // namespace

void WebhooksView::addFileActions(QMenu* menu, bool one, bool any)
{
    auto* copies = menu->addMenu(tr("Copy as"));
    copies->setObjectName(QStringLiteral("copyMenu"));
    copies->setEnabled(one);
    copies->addAction(tr("cURL"), this, [this] { copyAs(CopyForm::Curl); });
    copies->addAction(tr("HTTP"), this, [this] { copyAs(CopyForm::Http); });
    copies->addAction(tr("JavaScript fetch"), this, [this] { copyAs(CopyForm::Fetch); });
    copies->addAction(tr("HAR"), this, [this] { copyAs(CopyForm::Har); });
    copies->addAction(tr("Body"), this, [this] { copyAs(CopyForm::Body); });
    auto* files = menu->addMenu(tr("Export"));
    files->setEnabled(any);
    for (std::size_t i = 0; i < kFormats.size(); ++i) {
        files->addAction(tr(kFormats[i].menu), this, [this, i] { exportEvents(i, chosenEvents()); });
    }
    auto* shown = menu->addMenu(tr("Export all that are shown"));
    for (std::size_t i = 0; i < kFormats.size(); ++i) {
        shown->addAction(tr(kFormats[i].menu), this, [this, i] { exportEvents(i, shownEvents()); });
    }
    menu->addAction(tr("Import…"), this, &WebhooksView::importFile);
}

std::vector<std::string> WebhooksView::shownEvents() const
{
    std::vector<std::string> ids;
    for (int row = 0; row < m_model->rowCount() && ids.size() <= kMostExported; ++row) {
        if (const auto& event = m_model->event(row); !event.refused) {
            ids.push_back(event.id);
        }
    }
    return ids;
}

CopiedWebhook WebhooksView::copied(FetchedEvent event) const
{
    auto url = urlOf(event.event.integration, event.event.accountId);
    return {std::move(event.event), std::move(event.payload.request), std::move(event.payload.body),
            std::move(url)};
}

void WebhooksView::copyAs(CopyForm form)
{
    const auto ids = chosenEvents();
    if (ids.size() != 1) {
        m_context.navigator.tell(Accent::Info, tr("Select one received webhook to copy it."));
        return;
    }
    PayloadFetch::start(m_context, ids, this, [this, form](Result<std::vector<FetchedEvent>> events) {
        auto text = events ? copiedText(copied(std::move(events->front())), form, true)
                           : Result<std::string>(fail(events.error()));
        if (!text) {
            m_context.navigator.tell(Accent::Warning, errorText(text.error()));
            return;
        }
        QGuiApplication::clipboard()->setText(toQString(*text));
        const bool request = form == CopyForm::Curl || form == CopyForm::Http || form == CopyForm::Fetch;
        m_context.navigator.tell(Accent::Ok,
                                 request ? tr("Copied. What is secret is left out; a signature that holds a "
                                              "time may be too old when it is sent again.")
                                         : tr("Copied."));
    });
}

std::string WebhooksView::urlOf(const std::string& integration, const std::string& accountId) const
{
    const auto url = std::find_if(m_ingest->urls().begin(), m_ingest->urls().end(), [&](const auto& known) {
        return known.integration == integration && (known.accountId.empty() || known.accountId == accountId);
    });
    return url == m_ingest->urls().end() ? std::string() : url->url;
}

void WebhooksView::exportEvents(std::size_t format, const std::vector<std::string>& ids)
{
    if (ids.empty() || ids.size() > kMostExported) {
        m_context.navigator.tell(
            Accent::Info,
            tr("Between 1 and %1 received webhooks can be exported at once.").arg(countText(kMostExported)));
        return;
    }
    const auto& chosen = kFormats[format];
    m_context.dialogs.saveFile(
        this, tr("Export %n webhook(s)", nullptr, static_cast<int>(ids.size())), chosen.file,
        [this, ids, how = chosen.format](const QString& path) {
            PayloadFetch::start(m_context, ids, this,
                                [this, path, how](Result<std::vector<FetchedEvent>> events) {
                                    if (events) {
                                        writeExport(*std::move(events), path, how);
                                    } else {
                                        m_context.navigator.tell(Accent::Error, errorText(events.error()));
                                    }
                                });
        });
}

void WebhooksView::writeExport(std::vector<FetchedEvent> events, const QString& path, ExportFormat format)
{
    m_context.workers.run(
        this,
        [fetched = std::move(events), path, format]() mutable {
            std::vector<ExportedEvent> list;
            for (auto& event : fetched) {
                list.push_back(exportedEvent(std::move(event)));
            }
            return writeWhole(path, ui::exportEvents(list, format));
        },
        [this, path](const QString& problem) {
            m_context.navigator.tell(problem.isEmpty() ? Accent::Ok : Accent::Error,
                                     problem.isEmpty() ? tr("Exported to %1").arg(path) : problem);
        });
}

void WebhooksView::importFile()
{
    m_context.dialogs.openFile(this, tr("Import webhooks"),
                               tr("Webhooks (*.har *.ndjson *.jsonl *.json);;All files (*)"),
                               [this](const QString& path) {
                                   (new EventImportDialog(m_context, m_ingest->urls(), path, this))->open();
                               });
}

} // namespace gatehouse::ui
