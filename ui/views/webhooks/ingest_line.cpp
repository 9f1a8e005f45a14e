// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/ingest_line.h"

#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/webhooks/provider_habits.h"
#include "ui/views/webhooks/retention_dialog.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/elided_label.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr int kLongestChoice = 36; // characters: the URL beside it needs room too

constexpr int kStorageMillis = 10'000; ///< How much is kept changes with every webhook; so often is enough.

} // namespace

IngestLine::IngestLine(Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_choice(new QComboBox(this))
    , m_url(new ElidedLabel(Qt::ElideMiddle, this))
    , m_copy(new QToolButton(this))
    , m_test(new QPushButton(icon(QLatin1String("run")), tr("Send test"), this))
    , m_more(new QToolButton(this))
    , m_storage(new QToolButton(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGap, kGap, kGap, 0);
    column->setSpacing(kTight);
    auto* row = new QHBoxLayout;
    column->addLayout(row);
    row->setSpacing(kGap);
    m_choice->setObjectName(QStringLiteral("ingestChoice"));
    m_choice->setAccessibleName(tr("Whose webhooks"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_choice->setMaximumWidth(kLongestChoice * fontMetrics().averageCharWidth());
    m_url->setObjectName(QStringLiteral("ingestUrl"));
    m_url->setFont(monoFont());
    m_url->setTextFormat(Qt::PlainText);
    m_url->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_url->setAccessibleName(tr("URL for the provider"));
    m_url->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_copy->setIcon(icon(QLatin1String("copy")));
    m_copy->setObjectName(QStringLiteral("copyIngestUrl"));
    m_copy->setToolTip(tr("Copy the URL"));
    m_copy->setEnabled(false);
    m_copy->setAccessibleName(tr("Copy the URL for the provider"));
    m_test->setObjectName(QStringLiteral("sendTestEvent"));
    m_test->setToolTip(tr("Have the simulated vendor change a record and send its webhook for it"));
    m_storage->setObjectName(QStringLiteral("eventStorage"));
    m_storage->setAutoRaise(true);
    m_storage->setEnabled(false);
    m_storage->setAccessibleName(tr("How long webhooks are kept"));
    row->addWidget(m_choice);
    row->addWidget(m_url, 1);
    row->addWidget(m_copy);
    row->addWidget(m_test);
    row->addWidget(m_more);
    row->addWidget(m_storage);
    m_hint = new QLabel(this);
    m_hint->setObjectName(QStringLiteral("providerHint"));
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_hint->setWordWrap(true);
    m_hint->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_hint->hide();
    m_warning = new Banner(this);
    m_warning->setObjectName(QStringLiteral("providerWarning"));
    m_warning->hide();
    column->addWidget(m_hint);
    column->addWidget(m_warning);
    buildMore();
    connect(m_choice, &QComboBox::currentIndexChanged, this, &IngestLine::choose);
    connect(m_copy, &QToolButton::clicked, this, &IngestLine::copyUrl);
    connect(m_test, &QPushButton::clicked, this, &IngestLine::sendTest);
    auto* again = new QTimer(this);
    connect(again, &QTimer::timeout, this, [this] {
        if (isVisible()) {
            reload(); // and with it how long answers take
        }
    });
    again->start(kStorageMillis);
    connect(m_storage, &QToolButton::clicked, this, &IngestLine::changeRetention);
    connect(&context.directory, &Directory::changed, this, &IngestLine::reload);
    reload();
}

void IngestLine::buildMore()
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("ingestMenu"));
    menu->addAction(tr("Bookmarked webhooks…"), this, &IngestLine::bookmarksWanted);
    menu->addAction(tr("Those that came more than once…"), this, &IngestLine::duplicatesWanted);
    menu->addAction(tr("Import from a file…"), this, &IngestLine::importWanted);
    menu->addAction(tr("How long they are kept…"), this, &IngestLine::changeRetention);
    m_more->setObjectName(QStringLiteral("moreWebhooks"));
    m_more->setText(tr("More"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(menu);
}

void IngestLine::changeRetention()
{
    auto* dialog = new RetentionDialog(m_context, m_kept, this);
    connect(dialog, &RetentionDialog::stored, this, &IngestLine::updateStorage);
    dialog->open();
}

void IngestLine::reload()
{
    auto& received = m_context.gateway.webhooks().received();
    received.ingestUrls(
        m_context.mailbox.reply<std::vector<IngestUrl>>(this, [this](Result<std::vector<IngestUrl>> answer) {
            if (answer) {
                takeUrls(*std::move(answer));
                Q_EMIT
                loaded();
            }
        }));
    loadStorage();
}

void IngestLine::takeUrls(std::vector<IngestUrl> urls)
{
    const bool same =
        std::equal(urls.begin(), urls.end(), m_urls.begin(), m_urls.end(), [](const auto& a, const auto& b) {
            return a.url == b.url && a.canSendTest == b.canSendTest;
        });
    m_urls = std::move(urls);
    if (same) { // only how it is doing: a list that is open stays open
        choose(m_choice->currentIndex());
    } else {
        fill();
    }
}

void IngestLine::loadStorage()
{
    m_context.gateway.webhooks().received().storage(
        m_context.mailbox.reply<EventStorage>(this, [this](Result<EventStorage> answer) {
            if (answer) {
                updateStorage(*answer);
            }
        }));
}

void IngestLine::fill()
{
    const QString kept = m_choice->currentText();
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    for (const auto& url : m_urls) {
        const QString provider = toQString(m_context.directory.integrationLabel(url.integration));
        m_choice->addItem(
            url.accountId.empty()
                ? tr("%1, all accounts").arg(provider)
                : tr("%1 · %2").arg(toQString(m_context.directory.accountTitle(url.accountId)),
                                    toQString(m_context.directory.environmentName(url.environmentId))));
    }
    const int index = std::max(0, m_choice->findText(kept));
    m_choice->setCurrentIndex(m_urls.empty() ? -1 : index);
    choose(m_choice->currentIndex());
}

void IngestLine::choose(int index)
{
    const bool any = index >= 0 && index < static_cast<int>(m_urls.size());
    m_choice->setVisible(any);
    m_copy->setEnabled(any);
    m_test->setVisible(sender() != nullptr);
    showHabits(any ? &m_urls[static_cast<std::size_t>(index)] : nullptr);
    if (!any) {
        m_url->setText(tr("No connected account takes webhooks yet"));
        return;
    }
    const auto& url = m_urls[static_cast<std::size_t>(index)];
    m_url->setText(toQString(url.url));
    m_url->setToolTip(toQString(url.url));
}

void IngestLine::showHabits(const IngestUrl* url)
{
    m_hint->setVisible(url != nullptr);
    m_warning->hide();
    if (url == nullptr) {
        return;
    }
    const QString provider = toQString(m_context.directory.integrationLabel(url->integration));
    m_hint->setText(habitText(url->manners, url->answers, provider));
    const auto warning = habitWarning(url->manners, url->answers, provider);
    if (!warning.text.isEmpty()) {
        m_warning->say(warning.accent, warning.text);
        m_warning->setVisible(true);
    }
}

bool IngestLine::canSendTest() const
{
    return std::any_of(m_urls.begin(), m_urls.end(), [](const IngestUrl& url) { return url.canSendTest; });
}

void IngestLine::copyUrl()
{
    QApplication::clipboard()->setText(m_url->text());
    m_context.navigator.tell(Accent::Ok, tr("The URL is on the clipboard. It holds the account's token: give "
                                            "it to the provider only."));
}

const IngestUrl* IngestLine::sender() const
{
    const int index = m_choice->currentIndex();
    if (index < 0 || index >= static_cast<int>(m_urls.size())) {
        return nullptr;
    }
    const auto& chosen = m_urls[static_cast<std::size_t>(index)];
    const auto found = std::find_if(m_urls.begin(), m_urls.end(), [&](const IngestUrl& url) {
        return url.canSendTest && url.integration == chosen.integration
               && (chosen.accountId.empty() || chosen.accountId == url.accountId);
    });
    return found == m_urls.end() ? nullptr : &*found;
}

void IngestLine::sendTest()
{
    const auto* from = sender();
    const auto any =
        std::find_if(m_urls.begin(), m_urls.end(), [](const IngestUrl& url) { return url.canSendTest; });
    if (from == nullptr && any == m_urls.end()) {
        return;
    }
    m_test->setEnabled(false);
    m_context.gateway.webhooks().received().sendTest(
        from == nullptr ? any->accountId : from->accountId,
        m_context.mailbox.reply<std::uint32_t>(this, [this](Result<std::uint32_t> sent) {
            m_test->setEnabled(true);
            if (!sent) {
                m_context.navigator.tell(Accent::Error, errorText(sent.error()));
            }
        }));
}

void IngestLine::updateStorage(const EventStorage& storage)
{
    m_kept = storage;
    m_storage->setEnabled(true);
    const auto days = (storage.keptFor.count() + 23) / 24;
    m_storage->setText(tr("%1 kept, %2 d").arg(countText(static_cast<qint64>(storage.events))).arg(days));
    m_storage->setToolTip(
        tr("%1 webhooks and %2 of large bodies are kept, for %3 days, up to %4 webhooks and "
           "%5. Press to change that.")
            .arg(countText(static_cast<qint64>(storage.events)),
                 sizeText(static_cast<std::int64_t>(storage.payloadBytes)))
            .arg(days)
            .arg(countText(static_cast<qint64>(storage.maxEvents)),
                 sizeText(static_cast<std::int64_t>(storage.maxPayloadBytes))));
}

} // namespace gatehouse::ui
