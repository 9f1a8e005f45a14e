// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/copy_pane.h"

#include "ui/models/text.h"
#include "ui/theme/display_zone.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kShownCopy = 64 * 1024; // more would make the editor slow; the clipboard gets it all

} // namespace

CopyPane::CopyPane(Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_form(new QComboBox(this))
    , m_redact(new QCheckBox(tr("Leave secrets out"), this))
    , m_copy(new QPushButton(icon(QLatin1String("copy")), tr("Copy"), this))
    , m_view(new QPlainTextEdit(this))
{
    m_form->setObjectName(QStringLiteral("copyForm"));
    m_form->setAccessibleName(tr("As what"));
    m_form->addItem(tr("cURL"), static_cast<int>(CopyForm::Curl));
    m_form->addItem(tr("HTTP"), static_cast<int>(CopyForm::Http));
    m_form->addItem(tr("JavaScript fetch"), static_cast<int>(CopyForm::Fetch));
    m_form->addItem(tr("HAR entry"), static_cast<int>(CopyForm::Har));
    m_redact->setObjectName(QStringLiteral("copyRedact"));
    m_redact->setChecked(true);
    m_redact->setToolTip(
        tr("The URL's token and headers that look like credentials become variables. What the "
           "gateway has masked stays masked."));
    m_copy->setObjectName(QStringLiteral("copyShown"));
    m_view->setObjectName(QStringLiteral("copyText"));
    m_view->setAccessibleName(tr("The webhook as something to paste"));
    m_view->setReadOnly(true);
    m_view->setFont(monoFont());
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setWordWrapMode(QTextOption::WrapAnywhere);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(kGap, kGap, kGap, kGap);
    row->setSpacing(kGap);
    row->addWidget(m_form);
    row->addWidget(m_redact);
    row->addStretch(1);
    row->addWidget(m_copy);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_view, 1);
    connect(m_form, &QComboBox::currentIndexChanged, this, &CopyPane::update);
    connect(m_redact, &QCheckBox::toggled, this, &CopyPane::update);
    connect(m_copy, &QPushButton::clicked, this, &CopyPane::copy);
    showNothing();
}

void CopyPane::show(CopiedWebhook webhook)
{
    m_webhook = std::move(webhook);
    m_stale = true;
    if (isVisible()) {
        update();
    }
}

void CopyPane::showNothing()
{
    m_webhook.reset();
    m_stale = true;
    m_text.clear();
    m_view->setPlainText(tr("Its body is not here."));
    m_copy->setEnabled(false);
}

void CopyPane::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale) {
        update();
    }
}

void CopyPane::update()
{
    if (!m_webhook) {
        return;
    }
    m_stale = false;
    const auto form = static_cast<CopyForm>(m_form->currentData().toInt());
    m_redact->setEnabled(form != CopyForm::Har);
    auto text = copiedText(*m_webhook, form, m_redact->isChecked());
    m_copy->setEnabled(text.has_value());
    m_text = text ? *std::move(text) : std::string();
    if (!m_copy->isEnabled()) {
        m_view->setPlainText(errorText(text.error()));
        return;
    }
    const bool cut = m_text.size() > kShownCopy;
    m_view->setPlainText(cut ? toQString(m_text.substr(0, kShownCopy)) % u"\n\n"
                                   % tr("… %1 in all: Copy takes the whole of it.")
                                         .arg(sizeText(static_cast<std::int64_t>(m_text.size())))
                             : toQString(m_text));
}

void CopyPane::copy()
{
    QGuiApplication::clipboard()->setText(toQString(m_text));
    m_context.navigator.tell(Accent::Ok,
                             m_redact->isChecked()
                                 ? tr("Copied, without secrets.")
                                 : tr("Copied, with the URL's token: give it to the provider only."));
}

} // namespace gatehouse::ui
