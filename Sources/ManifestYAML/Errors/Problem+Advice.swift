extension Problem {
  /// What to do about it.
  var advice: String {
    switch self {
    case .invalidSeparator:
      "A line that begins with --- may only have a comment after it. Put the document on the lines below it, or indent the line if it belongs to a block of text."
    case .invalidLeadingByte, .invalidTrailingByte, .incompleteCharacter, .overlongCharacter,
      .invalidCharacter:
      "Save the file as UTF-8."
    case .incompleteUTF16, .incompleteSurrogatePair, .unexpectedLowSurrogate, .missingLowSurrogate:
      "Save the file as UTF-8."
    case .controlCharacter:
      "Remove the character, or write it as an escape such as \\x07 between double quotes."
    case .unexpectedCharacter:
      "Put the value in quotes. If the line is indented with a tab, use spaces."
    case .missingColon:
      "Write \"key: value\", with the colon and a space on the key's own line, or indent the line if it continues the value above it."
    case .misplacedValue:
      "A colon and a space make a key of what is before them. Put the value in quotes, or check the indentation."
    case .misplacedKey:
      "Begin the key on a line of its own."
    case .misplacedEntry:
      "Begin the list on the line after its key."
    case .endInsideQuotes:
      "Close the quotes."
    case .markerInsideQuotes:
      "A line that begins with --- or ... ends the document. Close the quotes before it, or indent the line."
    case .unknownEscape:
      "Write a backslash as \\\\ between double quotes, or use single quotes."
    case .invalidHexadecimal:
      "Write 2 hexadecimal digits after \\x, 4 after \\u, 8 after \\U."
    case .invalidEscapeCode:
      "Write the character itself, or \\U and 8 hexadecimal digits: pairs of surrogates are JSON."
    case .tabInIndentation, .tabInBlockScalar:
      "Indent with spaces: a tab is no indentation."
    case .invalidLineEnd:
      "Only a comment may follow on this line."
    case .zeroIndentation:
      "Write a digit from 1 to 9."
    case .invalidAnchor:
      "Write letters, digits, - and _ after & or *. Put the value in quotes if it is no anchor or alias."
    case .missingTagText, .unclosedTag, .unfinishedTag, .missingExclamationMark, .invalidTagEscape,
      .invalidTagLeadingByte, .invalidTagTrailingByte:
      "Put the value in quotes if the ! does not begin a tag."
    case .missingDirectiveName, .invalidDirectiveName, .unknownDirective, .missingVersionNumber,
      .longVersionNumber, .invalidVersion, .missingTagWhitespace, .missingDocumentStart,
      .incompatibleVersion, .duplicateVersion, .duplicateTagDirective:
      "Remove the line that begins with %: kubectl cuts a document at ---, and directives before it are left alone."
    case .tooDeep, .nestedTooDeep, .jsonTooDeep:
      "Nest fewer collections."
    case .missingKey:
      "Indent the keys of a mapping alike, and put a value in quotes if text follows its closing quote or bracket."
    case .missingContent:
      "Write a value here, or remove the character. Put the value in quotes if it begins with this character."
    case .missingDash:
      "Indent the items of a list alike, each with \"- \"."
    case .unclosedFlowSequence:
      "Separate the items with commas and close the list with ]."
    case .unclosedFlowMapping:
      "Separate the members with commas and close the mapping with }."
    case .undefinedTagHandle:
      "Use a tag that begins with !! or a single !."
    case .unknownAnchor:
      "Define the anchor with & before the alias, in the same document. Put the value in quotes if it is no alias."
    case .recursiveAnchor:
      "Refer to something outside of the anchored value."
    case .excessiveAliasing:
      "Write the repeated parts out, or split the document."
    case .excessiveExpansion:
      "Write less text into the anchored values, or split the document."
    case .invalidMerge:
      "Give << a mapping, an alias to one, or a list of those."
    case .invalidBase64:
      "Correct the base64 text, or remove !!binary: a Secret's data takes base64 text without it."
    case .tagMismatch:
      "Remove the tag, or write a value of its type."
    case .collectionAsKey:
      "Use a string as key. Put it in quotes if it begins with [ or {, as in a template that has not been rendered."
    case .unsupportedKey:
      "Put the key in quotes."
    case .unsupportedNumber:
      "Put the value in quotes: JSON has no such number."
    case .jsonValue, .jsonKey, .jsonAfterKey, .jsonAfterMember, .jsonAfterElement, .jsonString,
      .jsonEscape, .jsonUnicodeEscape, .jsonNumber, .jsonFraction, .jsonExponent, .jsonLiteral:
      "Correct the JSON text, or, if it is YAML, begin it on the line after the closing brace."
    case .jsonUnexpectedEnd:
      "Close what is open: the text ends inside a value."
    case .tooLarge, .tooManyDocuments:
      "Split the input."
    }
  }
}
