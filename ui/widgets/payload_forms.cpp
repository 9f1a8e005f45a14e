// SPDX-License-Identifier: GPL-3.0-or-later
// A body as text, as a tree, as bytes; and finding in each of them.
#include "core/json/parse.h"
#include "ui/theme/display_zone.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/find_bar.h"
#include "ui/widgets/hex_area.h"
#include "ui/widgets/json_tree_view.h"
#include "ui/widgets/payload_area.h"
#include "ui/widgets/payload_view.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kParseAtOnce = 128 * 1024; // about a millisecond on the GUI thread
constexpr std::size_t kSearchAtOnce = 1024 * 1024;

} // namespace

QWidget* PayloadView::buildForms()
{
    m_pages = new QStackedWidget(this);
    m_area = new PayloadArea(m_pages);
    m_tree = new JsonTreeView(m_pages);
    m_hex = new HexArea(m_pages);
    m_hex->setAccessibleName(tr("Body as bytes"));
    m_pages->addWidget(m_area);
    m_pages->addWidget(m_tree);
    m_pages->addWidget(m_hex);
    setFocusProxy(m_area);
    return m_pages;
}

void PayloadView::addFormButtons(QHBoxLayout& row)
{
    struct Choice
    {
        Form form;
        QString text;
        QString tip;
        const char* name;
    };

    const Choice choices[] = {{Form::Text, tr("Text"), tr("The body as text"), "bodyText"},
                              {Form::Tree, tr("Tree"), tr("The JSON as a tree to be folded"), "bodyTree"},
                              {Form::Hex, tr("Hex"), tr("The exact bytes that came"), "bodyHex"}};
    auto* group = new QButtonGroup(this);
    for (const auto& choice : choices) {
        auto* button = new QToolButton(this);
        button->setObjectName(QLatin1String(choice.name));
        button->setText(choice.text);
        button->setToolTip(choice.tip);
        button->setAccessibleName(choice.tip);
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        group->addButton(button);
        row.addWidget(button);
        m_formButtons[static_cast<std::size_t>(choice.form)] = button;
        connect(button, &QToolButton::clicked, this, [this, form = choice.form] { setForm(form); });
    }
    m_formButtons[0]->setChecked(true);
}

void PayloadView::setForm(Form form)
{
    m_wantedForm = form;
    updateBanner();
    showForm();
}

void PayloadView::showForm()
{
    m_form = m_wantedForm == Form::Tree && !m_json ? Form::Text : m_wantedForm;
    m_formButtons[static_cast<std::size_t>(Form::Tree)]->setEnabled(m_json);
    m_formButtons[static_cast<std::size_t>(m_form)]->setChecked(true);
    m_pages->setCurrentIndex(static_cast<int>(m_form));
    setFocusProxy(m_pages->currentWidget());
    switch (m_form) {
    case Form::Text:
        showText();
        return;
    case Form::Tree:
        showTree();
        break;
    case Form::Hex:
        m_hex->setBytes(m_raw);
        break;
    }
    updateBar();
    search();
    Q_EMIT
    shown();
}

void PayloadView::showTree()
{
    if (m_treeStands) {
        return;
    }
    if (m_raw->bytes.size() <= kParseAtOnce) {
        treeParsed(json::parse(std::string_view(m_raw->bytes)));
    } else {
        startTree();
    }
}

void PayloadView::startTree()
{
    if (m_stopTree) {
        *m_stopTree = true;
    }
    m_stopTree = std::make_shared<std::atomic<bool>>(false);
    m_workers.run(
        this, [raw = m_raw] { return json::parse(std::string_view(raw->bytes)); },
        [this, raw = m_raw, stop = m_stopTree](const Result<json::Document>& document) {
            if (!*stop && raw == m_raw && m_form == Form::Tree) {
                treeParsed(document);
                search();
                Q_EMIT
                shown();
            }
        });
}

void PayloadView::treeParsed(const Result<json::Document>& document)
{
    if (document) {
        m_treeStands = true;
        m_tree->setDocument(*document);
        return;
    }
    // It looked like JSON and is none: the text is what there is, with the reason above it.
    const auto reason = document.error().describe();
    m_json = false;
    showForm();
    m_banner->say(Accent::Warning,
                  tr("This is no valid JSON, so there is no tree: %1")
                      .arg(QString::fromUtf8(reason.data(), static_cast<qsizetype>(reason.size()))));
    m_banner->offer({}, {});
}

std::size_t PayloadView::hitCount() const
{
    return m_form == Form::Tree ? m_treeHits.paths.size() : m_hits ? m_hits->size() : 0;
}

void PayloadView::searchTree(const std::string& needle)
{
    const auto show = [this](JsonHits hits) {
        m_treeHits = std::move(hits);
        m_moreHits = m_treeHits.more;
        m_currentHit = 0;
        showHit();
        Q_EMIT
        searched(m_treeHits.paths.size());
    };
    const auto document = m_tree->tree().document();
    if (m_raw->bytes.size() <= kSearchAtOnce) {
        show(findInJson(document.root(), needle, m_find->matchCase()));
        return;
    }
    m_find->showSearching();
    m_stopSearch = std::make_shared<std::atomic<bool>>(false);
    m_workers.run(
        this,
        [document, needle, matchCase = m_find->matchCase(), stop = m_stopSearch] {
            return findInJson(document.root(), needle, matchCase, stop.get());
        },
        [show, stop = m_stopSearch](JsonHits hits) {
            if (!*stop) {
                show(std::move(hits));
            }
        });
}

void PayloadView::searchBytes(const PayloadTextPtr& text, const std::string& needle, std::size_t from)
{
    if (text->bytes.size() <= kSearchAtOnce) {
        found(findAll(text->bytes, needle, m_find->matchCase()), needle.size(), from);
        return;
    }
    m_find->showSearching();
    m_stopSearch = std::make_shared<std::atomic<bool>>(false);
    m_workers.run(
        this,
        [text, needle, matchCase = m_find->matchCase(), stop = m_stopSearch] {
            return findAll(text->bytes, needle, matchCase, stop.get());
        },
        [this, length = needle.size(), from, stop = m_stopSearch](FoundPlaces places) {
            if (!*stop) {
                found(std::move(places), length, from);
            }
        });
}

void PayloadView::found(FoundPlaces places, std::size_t length, std::size_t from)
{
    m_hits = std::make_shared<const std::vector<std::uint32_t>>(std::move(places.offsets));
    m_hitLength = length;
    m_moreHits = places.more;
    const auto next = std::lower_bound(m_hits->begin(), m_hits->end(), from);
    m_currentHit = next == m_hits->end() ? 0 : static_cast<std::size_t>(next - m_hits->begin());
    if (m_form == Form::Text) {
        m_area->setMarks(m_hits, length, m_currentHit);
    } else {
        m_hex->setMarks(m_hits, length, m_currentHit);
    }
    showHit();
    Q_EMIT
    searched(m_hits->size());
}

void PayloadView::revealHit()
{
    if (m_form == Form::Tree) {
        m_tree->reveal(m_treeHits.paths[m_currentHit]);
        return;
    }
    const std::size_t at = (*m_hits)[m_currentHit];
    if (m_form == Form::Hex) {
        m_hex->setMarks(m_hits, m_hitLength, m_currentHit);
        m_hex->scrollTo(at);
        return;
    }
    m_area->setMarks(m_hits, m_hitLength, m_currentHit);
    m_area->scrollTo(at + m_hitLength);
    m_area->scrollTo(at);
}

} // namespace gatehouse::ui
