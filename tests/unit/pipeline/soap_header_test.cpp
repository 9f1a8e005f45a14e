// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/soap_header.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace gatehouse::pipeline {
namespace {

TEST(SoapHeader, takesTheBlockRightBehindItsOpeningTag)
{
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"<s:Envelope><s:Header></s:Header><s:Body/></s:Envelope>",
         "<s:Envelope><s:Header>B</s:Header><s:Body/></s:Envelope>"},
        {"<s:Envelope><s:Header x='a>b'><old/></s:Header></s:Envelope>",
         "<s:Envelope><s:Header x='a>b'>B<old/></s:Header></s:Envelope>"},
        {"<e:Envelope><e:Header/></e:Envelope>", "<e:Envelope><e:Header>B</e:Header></e:Envelope>"},
        {"<e:Envelope><e:Header a=\"1\" /></e:Envelope>",
         "<e:Envelope><e:Header a=\"1\" >B</e:Header></e:Envelope>"},
        {"<Envelope><Header\n></Header></Envelope>", "<Envelope><Header\n>B</Header></Envelope>"},
        {"<?xml version=\"1.0\"?><!-- <s:Header> --><s:Envelope><s:Header></s:Header></s:Envelope>",
         "<?xml version=\"1.0\"?><!-- <s:Header> --><s:Envelope><s:Header>B</s:Header></s:Envelope>"},
    };
    for (const auto& [given, wanted] : cases) {
        std::string envelope = given;
        EXPECT_TRUE(putIntoSoapHeader(envelope, "B")) << given;
        EXPECT_EQ(envelope, wanted);
    }
}

TEST(SoapHeader, isNotFoundInWhatIsNoEnvelopeWithOne)
{
    for (const char* text :
         {"", "<", "text", "<s:Envelope><s:Body><x:Header/></s:Body></s:Envelope>", "<s:Envelope><s:Header",
          "<!-- <s:Header>", "<![CDATA[<s:Header>]]>", "</s:Header>", "<s:Headers></s:Headers>"}) {
        std::string envelope = text;
        EXPECT_FALSE(putIntoSoapHeader(envelope, "B")) << text;
        EXPECT_EQ(envelope, text);
    }
}

} // namespace
} // namespace gatehouse::pipeline
