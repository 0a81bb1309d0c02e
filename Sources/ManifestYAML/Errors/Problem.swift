/// What can be wrong with an input.
///
/// The raw value is the ``YAMLError/Code``.
enum Problem: String, Error, CaseIterable {
  // Stream
  case invalidSeparator = "invalid-separator"
  case tooLarge = "too-large"
  case tooManyDocuments = "too-many-documents"
  // Characters
  case invalidLeadingByte = "invalid-leading-byte"
  case invalidTrailingByte = "invalid-trailing-byte"
  case incompleteCharacter = "incomplete-character"
  case overlongCharacter = "overlong-character"
  case invalidCharacter = "invalid-character"
  case controlCharacter = "control-character"
  case incompleteUTF16 = "incomplete-utf16"
  case incompleteSurrogatePair = "incomplete-surrogate-pair"
  case unexpectedLowSurrogate = "unexpected-low-surrogate"
  case missingLowSurrogate = "missing-low-surrogate"
  // Tokens
  case unexpectedCharacter = "unexpected-character"
  case unexpectedTab = "unexpected-tab"
  case missingColon = "missing-colon"
  case misplacedValue = "misplaced-value"
  case misplacedKey = "misplaced-key"
  case misplacedEntry = "misplaced-entry"
  case endInsideQuotes = "end-inside-quotes"
  case markerInsideQuotes = "marker-inside-quotes"
  case unknownEscape = "unknown-escape"
  case invalidHexadecimal = "invalid-hexadecimal"
  case invalidEscapeCode = "invalid-escape-code"
  case tabInIndentation = "tab-in-indentation"
  case tabInBlockScalar = "tab-in-block-scalar"
  case invalidLineEnd = "invalid-line-end"
  case zeroIndentation = "zero-indentation"
  case invalidAnchor = "invalid-anchor"
  case missingTagText = "missing-tag-text"
  case unclosedTag = "unclosed-tag"
  case unfinishedTag = "unfinished-tag"
  case missingExclamationMark = "missing-exclamation-mark"
  case invalidTagEscape = "invalid-tag-escape"
  case invalidTagLeadingByte = "invalid-tag-leading-byte"
  case invalidTagTrailingByte = "invalid-tag-trailing-byte"
  case missingDirectiveName = "missing-directive-name"
  case invalidDirectiveName = "invalid-directive-name"
  case unknownDirective = "unknown-directive"
  case missingVersionNumber = "missing-version-number"
  case longVersionNumber = "long-version-number"
  case invalidVersion = "invalid-version"
  case missingTagWhitespace = "missing-tag-whitespace"
  case tooDeep = "too-deep"
  // Structure
  case missingKey = "missing-key"
  case missingContent = "missing-content"
  case missingDash = "missing-dash"
  case unclosedFlowSequence = "unclosed-flow-sequence"
  case unclosedFlowMapping = "unclosed-flow-mapping"
  case missingDocumentStart = "missing-document-start"
  case incompatibleVersion = "incompatible-version"
  case duplicateVersion = "duplicate-version"
  case duplicateTagDirective = "duplicate-tag-directive"
  case undefinedTagHandle = "undefined-tag-handle"
  // Values
  case unknownAnchor = "unknown-anchor"
  case recursiveAnchor = "recursive-anchor"
  case excessiveAliasing = "excessive-aliasing"
  case invalidMerge = "invalid-merge"
  case invalidBase64 = "invalid-base64"
  case tagMismatch = "tag-mismatch"
  case collectionAsKey = "collection-as-key"
  case unsupportedKey = "unsupported-key"
  case unsupportedNumber = "unsupported-number"
  case nestedTooDeep = "nested-too-deep"
  case excessiveExpansion = "excessive-expansion"
  // JSON
  case jsonUnexpectedEnd = "json-unexpected-end"
  case jsonValue = "json-value"
  case jsonKey = "json-key"
  case jsonAfterKey = "json-after-key"
  case jsonAfterMember = "json-after-member"
  case jsonAfterElement = "json-after-element"
  case jsonString = "json-string"
  case jsonEscape = "json-escape"
  case jsonUnicodeEscape = "json-unicode-escape"
  case jsonNumber = "json-number"
  case jsonFraction = "json-fraction"
  case jsonExponent = "json-exponent"
  case jsonLiteral = "json-literal"
  case jsonTooDeep = "json-too-deep"
}

extension Problem {
  /// kubectl's words for it, without parts of the input: a value may be a secret.
  var words: String {
    switch self {
    case .invalidSeparator: "invalid Yaml document separator: …"
    case .tooLarge: "the input is larger than \(YAMLReader.maximumByteCount) bytes"
    case .tooManyDocuments: "the input has more than \(YAMLReader.maximumDocumentCount) documents"
    case .invalidLeadingByte: "invalid leading UTF-8 octet"
    case .invalidTrailingByte: "invalid trailing UTF-8 octet"
    case .incompleteCharacter: "incomplete UTF-8 octet sequence"
    case .overlongCharacter: "invalid length of a UTF-8 sequence"
    case .invalidCharacter: "invalid Unicode character"
    case .controlCharacter: "control characters are not allowed"
    case .incompleteUTF16: "incomplete UTF-16 character"
    case .incompleteSurrogatePair: "incomplete UTF-16 surrogate pair"
    case .unexpectedLowSurrogate: "unexpected low surrogate area"
    case .missingLowSurrogate: "expected low surrogate area"
    case .unexpectedCharacter, .unexpectedTab: "found character that cannot start any token"
    case .missingColon: "could not find expected ':'"
    case .misplacedValue: "mapping values are not allowed in this context"
    case .misplacedKey: "mapping keys are not allowed in this context"
    case .misplacedEntry: "block sequence entries are not allowed in this context"
    case .endInsideQuotes: "found unexpected end of stream"
    case .markerInsideQuotes: "found unexpected document indicator"
    case .unknownEscape: "found unknown escape character"
    case .invalidHexadecimal: "did not find expected hexdecimal number"
    case .invalidEscapeCode: "found invalid Unicode character escape code"
    case .tabInIndentation: "found a tab character that violates indentation"
    case .tabInBlockScalar: "found a tab character where an indentation space is expected"
    case .invalidLineEnd: "did not find expected comment or line break"
    case .zeroIndentation: "found an indentation indicator equal to 0"
    case .invalidAnchor: "did not find expected alphabetic or numeric character"
    case .missingTagText: "did not find expected tag URI"
    case .unclosedTag: "did not find the expected '>'"
    case .unfinishedTag: "did not find expected whitespace or line break"
    case .missingExclamationMark: "did not find expected '!'"
    case .invalidTagEscape: "did not find URI escaped octet"
    case .invalidTagLeadingByte: "found an incorrect leading UTF-8 octet"
    case .invalidTagTrailingByte: "found an incorrect trailing UTF-8 octet"
    case .missingDirectiveName: "could not find expected directive name"
    case .invalidDirectiveName: "found unexpected non-alphabetical character"
    case .unknownDirective: "found unknown directive name"
    case .missingVersionNumber: "did not find expected version number"
    case .longVersionNumber: "found extremely long version number"
    case .invalidVersion: "did not find expected digit or '.' character"
    case .missingTagWhitespace: "did not find expected whitespace"
    case .tooDeep: "exceeded max depth of 10000"
    case .missingKey: "did not find expected key"
    case .missingContent: "did not find expected node content"
    case .missingDash: "did not find expected '-' indicator"
    case .unclosedFlowSequence: "did not find expected ',' or ']'"
    case .unclosedFlowMapping: "did not find expected ',' or '}'"
    case .missingDocumentStart: "did not find expected <document start>"
    case .incompatibleVersion: "found incompatible YAML document"
    case .duplicateVersion: "found duplicate %YAML directive"
    case .duplicateTagDirective: "found duplicate %TAG directive"
    case .undefinedTagHandle: "found undefined tag handle"
    case .unknownAnchor: "unknown anchor '…' referenced"
    case .recursiveAnchor: "anchor '…' value contains itself"
    case .excessiveAliasing: "document contains excessive aliasing"
    case .invalidMerge: "map merge requires map or sequence of maps as the value"
    case .invalidBase64: "!!binary value contains invalid base64 data"
    case .tagMismatch: "cannot decode …"
    case .collectionAsKey: "invalid map key: …"
    case .unsupportedKey: "unsupported map key of type: …, key: …, value: …"
    case .unsupportedNumber: "json: unsupported value: …"
    case .nestedTooDeep: "invalid character '…' exceeded max depth"
    case .excessiveExpansion:
      "the JSON text is larger than \(YAMLReader.maximumExpandedByteCount) bytes"
    case .jsonUnexpectedEnd: "unexpected EOF"
    case .jsonValue: "invalid character '…' looking for beginning of value"
    case .jsonKey: "invalid character '…' looking for beginning of object key string"
    case .jsonAfterKey: "invalid character '…' after object key"
    case .jsonAfterMember: "invalid character '…' after object key:value pair"
    case .jsonAfterElement: "invalid character '…' after array element"
    case .jsonString: "invalid character '…' in string literal"
    case .jsonEscape: "invalid character '…' in string escape code"
    case .jsonUnicodeEscape: "invalid character '…' in \\u hexadecimal character escape"
    case .jsonNumber: "invalid character '…' in numeric literal"
    case .jsonFraction: "invalid character '…' after decimal point in numeric literal"
    case .jsonExponent: "invalid character '…' in exponent of numeric literal"
    case .jsonLiteral: "invalid character '…' in literal …"
    case .jsonTooDeep: "invalid character '…' exceeded max depth"
    }
  }

  /// What kubectl prints before the words.
  enum Prefix {
    /// Nothing.
    case none
    case convertingYAML, converting, unmarshaling
    /// The offset, if only one document was read.
    case json
  }

  var prefix: Prefix {
    switch self {
    case .invalidSeparator, .tooLarge, .tooManyDocuments, .jsonUnexpectedEnd:
      .none
    case .unsupportedKey, .unsupportedNumber, .excessiveExpansion:
      .converting
    case .nestedTooDeep:
      .unmarshaling
    case .jsonValue, .jsonKey, .jsonAfterKey, .jsonAfterMember, .jsonAfterElement, .jsonString,
      .jsonEscape, .jsonUnicodeEscape, .jsonNumber, .jsonFraction, .jsonExponent, .jsonLiteral,
      .jsonTooDeep:
      .json
    default: .convertingYAML
    }
  }
}

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
      "Put the value in quotes: it begins with a character that YAML reserves."
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
    case .unexpectedTab, .tabInIndentation, .tabInBlockScalar:
      "There is a tab where spaces are needed: indent with spaces."
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

/// A problem and where it is in a document, both from 0.
struct Failure: Error {
  let problem: Problem
  let line: Int
  let column: Int
  /// The line that kubectl prints, counted from the document's beginning; nil if it prints none.
  var kubectlLine: Int?
  /// What replaces the first `…` in kubectl's message.
  var detail = ""

  init(
    _ problem: Problem, line: Int, column: Int, kubectlLine: Int? = nil, detail: String = ""
  ) {
    self.problem = problem
    self.line = line
    self.column = column
    self.kubectlLine = kubectlLine
    self.detail = detail
  }

  init(_ problem: Problem, at mark: Mark, kubectlLine: Int?) {
    self.init(
      problem, line: Int(mark.line), column: Int(mark.column), kubectlLine: kubectlLine)
  }
}
