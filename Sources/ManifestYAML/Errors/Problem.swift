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
  /// kubectl's words for it, without what is the input's: a value may be a secret.
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
    case .unexpectedCharacter: "found character that cannot start any token"
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
    /// The offset, if nothing but one document has been read.
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
