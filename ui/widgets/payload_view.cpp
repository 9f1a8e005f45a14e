// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/payload_view.h"

#include "ui/text/json_pretty.h"
#include "ui/theme/display_zone.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/find_bar.h"
#include "ui/widgets/hex_area.h"
#include "ui/widgets/json_tree_view.h"
#include "ui/widgets/keys.h"
#include "ui/widgets/payload_area.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QSaveFile>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kPrettyAtOnce = 128 * 1024; // indented on the GUI thread in about a millisecond
constexpr std::size_t kBannerFrom = 10'000'000;
constexpr std::size_t kLongLine = 160; // bytes a line on average from which JSON wants indenting

QToolButton* barButton(QWidget* parent, QLatin1String iconName, const QString& text, const QString& name)
{
    auto* button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setText(text);
    button->setToolButtonStyle(text.isEmpty() ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

/// Empty: written.
QString writeFile(const QString& path, const PayloadText& text)
{
    QSaveFile file(path);
    const auto size = static_cast<qint64>(text.bytes.size());
    const bool good =
        file.open(QIODevice::WriteOnly) && file.write(text.bytes.data(), size) == size && file.commit();
    const QString problem = file.errorString();
    return good ? QString() : problem.isEmpty() ? QStringLiteral("the file cannot be written") : problem;
}

} // namespace

PayloadView::PayloadView(Workers& workers, Dialogs& dialogs, QWidget* parent)
    : QWidget(parent)
    , m_workers(workers)
    , m_dialogs(dialogs)
    , m_raw(std::make_shared<const PayloadText>(std::string()))
{
    build();
    setNothing(tr("No body"));
}

PayloadView::~PayloadView()
{
    for (const auto& stop : {m_stopPretty, m_stopSearch, m_stopTree}) {
        if (stop) {
            *stop = true;
        }
    }
}

void PayloadView::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_banner = new Banner(this);
    m_banner->hide();
    auto* pages = buildForms();
    m_empty = new EmptyState(this);
    m_find = new FindBar(this);
    m_find->hide();
    m_bar = buildBar();
    for (auto* widget : {static_cast<QWidget*>(m_bar), static_cast<QWidget*>(m_banner)}) {
        column->addWidget(widget);
    }
    column->addWidget(pages, 1);
    column->addWidget(m_empty, 1);
    column->addWidget(m_find);
    connect(m_find, &FindBar::needleChanged, this, &PayloadView::search);
    connect(m_find, &FindBar::step, this, &PayloadView::stepHit);
    connect(m_find, &FindBar::closed, this, &PayloadView::closeFind);
    bindKey(this, QLatin1String("body.find"), [this] { openFind(); });
    bindKey(this, QLatin1String("body.findNext"), [this] { stepHit(true); });
    bindKey(this, QLatin1String("body.findPrevious"), [this] { stepHit(false); });
}

QWidget* PayloadView::buildBar()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(kGap, 2, kTight, 2);
    row->setSpacing(2);
    m_size = new QLabel(bar);
    m_size->setForegroundRole(QPalette::PlaceholderText);
    m_prettyButton = barButton(bar, QLatin1String("mapping"), tr("Indented"),
                               tr("Indent the JSON, or show it as it came"));
    m_prettyButton->setIcon({});
    m_prettyButton->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_prettyButton->setCheckable(true);
    m_prettyButton->setObjectName(QStringLiteral("prettyButton"));
    auto* findButton = barButton(bar, QLatin1String("search"), {}, tr("Find in the body (Ctrl+F)"));
    auto* copyButton = barButton(bar, QLatin1String("copy"), {}, tr("Copy the whole body"));
    auto* saveButton = barButton(bar, QLatin1String("save"), {}, tr("Save the body as a file…"));
    saveButton->setObjectName(QStringLiteral("saveBody"));
    row->addWidget(m_size, 1);
    addFormButtons(*row);
    for (auto* button : {m_prettyButton, findButton, copyButton, saveButton}) {
        row->addWidget(button);
    }
    connect(m_prettyButton, &QToolButton::clicked, this, [this](bool on) {
        m_wantsPretty = on;
        on ? showPretty() : showRaw();
    });
    connect(findButton, &QToolButton::clicked, this, &PayloadView::openFind);
    connect(copyButton, &QToolButton::clicked, this, &PayloadView::copyAll);
    connect(saveButton, &QToolButton::clicked, this, &PayloadView::saveAs);
    return bar;
}

void PayloadView::setBody(std::string bytes, const QString& name, std::int64_t realBytes)
{
    if (m_stopPretty) {
        *m_stopPretty = true;
    }
    m_name = name;
    m_realBytes = realBytes;
    m_json = looksLikeJson(bytes);
    m_prettyText.reset();
    m_raw = std::make_shared<const PayloadText>(std::move(bytes));
    m_area->setAccessibleName(name);
    m_pages->setVisible(true);
    m_bar->setVisible(true);
    m_treeStands = false;
    m_tree->setDocument({});
    m_empty->hide();
    updateBanner();
    showForm();
}

void PayloadView::showText()
{
    const auto lineLength = m_raw->bytes.size() / m_raw->index.lines();
    if (m_json && m_wantsPretty && lineLength > kLongLine / 4 && m_raw->bytes.size() <= kPrettyAtOnce) {
        showPretty();
    } else {
        showRaw();
        if (m_json && m_wantsPretty && lineLength > kLongLine) {
            startPretty();
        }
    }
}

void PayloadView::setNothing(const QString& sentence, const QString& hint)
{
    setBody({}, sentence);
    m_pages->hide();
    m_bar->hide();
    m_banner->hide();
    closeFind();
    m_empty->explain(QLatin1String("info"), sentence, hint);
    m_empty->show();
}

void PayloadView::showRaw()
{
    m_showsPretty = false;
    m_area->setText(m_raw, m_json);
    updateBar();
    search();
    Q_EMIT
    shown();
}

void PayloadView::showPretty()
{
    if (!m_prettyText && m_raw->bytes.size() <= kPrettyAtOnce) {
        auto indented = prettyJson(m_raw->bytes);
        m_prettyText = indented ? std::make_shared<const PayloadText>(*std::move(indented)) : m_raw;
    }
    if (!m_prettyText) {
        startPretty();
        return;
    }
    m_showsPretty = m_prettyText != m_raw;
    m_area->setText(m_prettyText, m_json);
    updateBar();
    search();
    Q_EMIT
    shown();
}

void PayloadView::startPretty()
{
    m_stopPretty = std::make_shared<std::atomic<bool>>(false);
    m_size->setText(tr("%1 · indenting…").arg(sizeText(static_cast<std::int64_t>(m_raw->bytes.size()))));
    m_workers.run(
        this,
        [raw = m_raw, stop = m_stopPretty]() -> PayloadTextPtr {
            auto indented = prettyJson(raw->bytes, stop.get());
            return indented ? std::make_shared<const PayloadText>(*std::move(indented)) : nullptr;
        },
        [this, stop = m_stopPretty](PayloadTextPtr text) {
            if (*stop) {
                return;
            }
            m_prettyText = text ? std::move(text) : m_raw;
            const bool untouched = m_area->firstRow() == 0 && m_area->selection().empty();
            if (m_wantsPretty && (untouched || m_prettyButton->isChecked())) {
                showPretty();
            } else {
                updateBar();
            }
        });
}

void PayloadView::updateBar()
{
    const auto& text = m_form == Form::Text ? *m_area->text() : *m_raw;
    const auto lines = static_cast<int>(text.index.lines());
    m_size->setText((lines == 1 ? tr("%1 · 1 line") : tr("%1 · %n lines", nullptr, lines))
                        .arg(sizeText(static_cast<std::int64_t>(m_raw->bytes.size()))));
    m_prettyButton->setVisible(m_json && m_form == Form::Text);
    m_prettyButton->setChecked(m_showsPretty);
}

void PayloadView::updateBanner()
{
    const auto kept = static_cast<std::int64_t>(m_raw->bytes.size());
    if (m_realBytes > kept) {
        m_banner->say(Accent::Warning,
                      tr("The first %1 of %2 were kept; the rest was passed on and not recorded.")
                          .arg(sizeText(kept), sizeText(m_realBytes)));
        m_banner->offer({}, {});
    } else if (m_raw->bytes.size() > kBannerFrom) {
        m_banner->say(Accent::Info, tr("%1, shown as text.").arg(sizeText(kept)));
        m_banner->offer(tr("Save as…"), [this] { saveAs(); });
    } else {
        m_banner->hide();
    }
}

void PayloadView::openFind()
{
    if (m_pages->isVisible()) {
        m_find->open(m_form == Form::Text ? m_area->selectedText() : QString());
    }
}

void PayloadView::closeFind()
{
    const bool hadFocus = m_find->isAncestorOf(QApplication::focusWidget());
    m_find->hide();
    m_area->setMarks(nullptr, 0, 0);
    m_hex->setMarks(nullptr, 0, 0);
    m_hits.reset();
    m_treeHits = {};
    if (hadFocus) {
        m_pages->currentWidget()->setFocus();
    }
}

void PayloadView::search()
{
    if (m_stopSearch) {
        *m_stopSearch = true;
    }
    if (m_find->isHidden()) {
        return;
    }
    const std::string needle = m_find->needle().toStdString();
    if (m_form == Form::Tree) {
        searchTree(needle);
    } else if (m_form == Form::Hex) {
        searchBytes(m_raw, hexNeedle(needle), 0);
    } else {
        searchBytes(m_area->text(), needle, m_area->selection().begin());
    }
}

void PayloadView::stepHit(bool forward)
{
    if (m_find->isHidden()) {
        openFind();
        return;
    }
    if (const auto count = hitCount(); count > 0) {
        m_currentHit = (m_currentHit + (forward ? 1 : count - 1)) % count;
        showHit();
    }
}

void PayloadView::showHit()
{
    m_find->showCount(m_currentHit, hitCount(), m_moreHits);
    if (hitCount() > 0) {
        revealHit();
    }
}

void PayloadView::copyAll()
{
    if (m_form == Form::Hex) {
        m_hex->select(0, m_raw->bytes.size());
        m_hex->copy();
        return;
    }
    const auto& bytes = m_form == Form::Text ? m_area->text()->bytes : m_raw->bytes;
    QApplication::clipboard()->setText(QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size())));
}

void PayloadView::saveAs()
{
    const QString suggested = QString(m_name).replace(u' ', u'-') + (m_json ? u".json" : u".txt");
    m_dialogs.saveFile(this, tr("Save %1").arg(m_name), suggested, [this](const QString& path) {
        m_workers.run(
            this, [path, text = m_raw] { return writeFile(path, *text); },
            [this, path](const QString& problem) {
                m_banner->say(problem.isEmpty() ? Accent::Ok : Accent::Error,
                              problem.isEmpty() ? tr("Saved as %1").arg(path)
                                                : tr("Not saved: %1. Choose another place.").arg(problem));
                m_banner->offer({}, {});
                m_banner->setClosable(true);
            });
    });
}

} // namespace gatehouse::ui
