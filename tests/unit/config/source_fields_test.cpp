// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/field_map_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SourceFields, arePathsBelowResponse)
{
    EXPECT_THAT(sourceFieldsOf("response.FirstName & ' ' & response.Account.Name"),
                ElementsAre("FirstName", "Account.Name"));
    EXPECT_THAT(sourceFieldsOf("$join([response.`odd name`.x], ',')"), ElementsAre("odd name.x"));
    EXPECT_THAT(sourceFieldsOf("response.properties.email[$boolean($)].x"), ElementsAre("properties.email"));
}

TEST(SourceFields, leaveOutWhatOnlyLooksLikeThem)
{
    EXPECT_THAT(
        sourceFieldsOf("'response.x' & \"response.y\" & $response.z & body.response.w & myresponse.v"),
        IsEmpty());
    EXPECT_THAT(sourceFieldsOf("response"), IsEmpty());
    EXPECT_THAT(sourceFieldsOf("response."), IsEmpty());
    EXPECT_THAT(sourceFieldsOf("response.`unclosed"), testing::SizeIs(testing::Le(1)));
    EXPECT_THAT(sourceFieldsOf("'unclosed response.x"), IsEmpty());
}

} // namespace
} // namespace gatehouse::config
