/// Why a stream of documents cannot be read, and where.
///
/// Compare ``code`` for the kind of error; two errors are equal if all their parts are equal. The texts contain no part
/// of the input: what kubectl quotes (a value, an anchor's name, a character) may be part of a secret, and is `…` here.
public struct YAMLError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public let code: Code
  /// The number of the document, from 1; empty documents and documents of only comments count.
  public let document: Int
  /// The line of the input, from 1: that of the mistake if it is known, such as an unclosed quote, else that of the
  /// unexpected text.
  public let line: Int
  /// The column in characters, from 1.
  public let column: Int
  /// The line that kubectl prints; nil if it prints none.
  ///
  /// It counts from the document's first line. For structural errors it is one too small, and for a mistake that is
  /// found after it begins, it is the later line.
  public let kubectlLine: Int?
  /// kubectl's message, without parts of the input.
  public let kubectlMessage: String
  /// What is wrong and what to do, in complete sentences, without the place.
  public let explanation: String

  /// An error, for tests.
  ///
  /// - Parameters:
  ///   - code: what is wrong.
  ///   - document: the number of the document, from 1.
  ///   - line: the line of the input, from 1.
  ///   - column: the column in characters, from 1.
  ///   - kubectlLine: the line that kubectl prints; nil if it prints none.
  ///   - kubectlMessage: kubectl's message.
  ///   - explanation: what is wrong and what to do, without the place.
  public init(
    code: Code, document: Int, line: Int, column: Int, kubectlLine: Int? = nil,
    kubectlMessage: String = "", explanation: String
  ) {
    self.code = code
    self.document = document
    self.line = line
    self.column = column
    self.kubectlLine = kubectlLine
    self.kubectlMessage = kubectlMessage
    self.explanation = explanation
  }

  init(_ failure: Failure, document: Int, firstLine: Int, jsonOffset: Int? = nil) {
    let problem = failure.problem
    code = Code(problem)
    self.document = document
    line = firstLine + failure.line + 1
    column = failure.column + 1
    kubectlLine = failure.kubectlLine
    var words = problem.words
    if !failure.detail.isEmpty {
      let parts = words.split(separator: "…", maxSplits: 1, omittingEmptySubsequences: false)
      words = parts.joined(separator: failure.detail)
    }
    kubectlMessage = problem.prefixText(line: failure.kubectlLine, offset: jsonOffset) + words
    explanation = "\(words). \(problem.advice)"
  }

  /// Place and explanation, for people.
  public var description: String {
    "line \(line), column \(column): \(explanation)"
  }
}

extension Problem {
  fileprivate func prefixText(line: Int?, offset: Int?) -> String {
    let place = line.map { "line \($0): " } ?? ""
    return switch prefix {
    case .none: ""
    case .convertingYAML: "error converting YAML to JSON: yaml: \(place)"
    case .converting: "error converting YAML to JSON: "
    case .unmarshaling: "error unmarshaling JSON: while decoding JSON: "
    case .json: offset.map { "json: offset \($0): " } ?? ""
    }
  }
}

extension YAMLError {
  /// A kind of failure. More may be added; compare with the constants and have a default for the rest.
  public struct Code: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// The stable name, such as `missing-key`.
    public let rawValue: String

    /// A code by its name, including names unknown to this version.
    public init(rawValue: String) { self.rawValue = rawValue }

    init(_ problem: Problem) { rawValue = problem.rawValue }

    /// The stable name.
    public var description: String { rawValue }
  }
}

// MARK: - Stream

extension YAMLError.Code {
  /// kubectl: `invalid Yaml document separator: …`.
  public static let invalidSeparator = Self(.invalidSeparator)
  /// The input is larger than ``YAMLReader/maximumByteCount``.
  public static let tooLarge = Self(.tooLarge)
  /// The input has more documents than ``YAMLReader/maximumDocumentCount``.
  public static let tooManyDocuments = Self(.tooManyDocuments)
}

// MARK: - Characters

extension YAMLError.Code {
  /// kubectl: `invalid leading UTF-8 octet`.
  public static let invalidLeadingByte = Self(.invalidLeadingByte)
  /// kubectl: `invalid trailing UTF-8 octet`.
  public static let invalidTrailingByte = Self(.invalidTrailingByte)
  /// kubectl: `incomplete UTF-8 octet sequence`.
  public static let incompleteCharacter = Self(.incompleteCharacter)
  /// kubectl: `invalid length of a UTF-8 sequence`.
  public static let overlongCharacter = Self(.overlongCharacter)
  /// kubectl: `invalid Unicode character`.
  public static let invalidCharacter = Self(.invalidCharacter)
  /// kubectl: `control characters are not allowed`.
  public static let controlCharacter = Self(.controlCharacter)
  /// kubectl: `incomplete UTF-16 character`.
  public static let incompleteUTF16 = Self(.incompleteUTF16)
  /// kubectl: `incomplete UTF-16 surrogate pair`.
  public static let incompleteSurrogatePair = Self(.incompleteSurrogatePair)
  /// kubectl: `unexpected low surrogate area`.
  public static let unexpectedLowSurrogate = Self(.unexpectedLowSurrogate)
  /// kubectl: `expected low surrogate area`.
  public static let missingLowSurrogate = Self(.missingLowSurrogate)
}

// MARK: - Tokens

extension YAMLError.Code {
  /// kubectl: `found character that cannot start any token`.
  public static let unexpectedCharacter = Self(.unexpectedCharacter)
  /// kubectl: `found character that cannot start any token`, for a tab.
  public static let unexpectedTab = Self(.unexpectedTab)
  /// kubectl: `could not find expected ':'`.
  public static let missingColon = Self(.missingColon)
  /// kubectl: `mapping values are not allowed in this context`.
  public static let misplacedValue = Self(.misplacedValue)
  /// kubectl: `mapping keys are not allowed in this context`.
  public static let misplacedKey = Self(.misplacedKey)
  /// kubectl: `block sequence entries are not allowed in this context`.
  public static let misplacedEntry = Self(.misplacedEntry)
  /// kubectl: `found unexpected end of stream`.
  public static let endInsideQuotes = Self(.endInsideQuotes)
  /// kubectl: `found unexpected document indicator`.
  public static let markerInsideQuotes = Self(.markerInsideQuotes)
  /// kubectl: `found unknown escape character`.
  public static let unknownEscape = Self(.unknownEscape)
  /// kubectl: `did not find expected hexdecimal number`.
  public static let invalidHexadecimal = Self(.invalidHexadecimal)
  /// kubectl: `found invalid Unicode character escape code`.
  public static let invalidEscapeCode = Self(.invalidEscapeCode)
  /// kubectl: `found a tab character that violates indentation`.
  public static let tabInIndentation = Self(.tabInIndentation)
  /// kubectl: `found a tab character where an indentation space is expected`.
  public static let tabInBlockScalar = Self(.tabInBlockScalar)
  /// kubectl: `did not find expected comment or line break`.
  public static let invalidLineEnd = Self(.invalidLineEnd)
  /// kubectl: `found an indentation indicator equal to 0`.
  public static let zeroIndentation = Self(.zeroIndentation)
  /// kubectl: `did not find expected alphabetic or numeric character`.
  public static let invalidAnchor = Self(.invalidAnchor)
  /// kubectl: `did not find expected tag URI`.
  public static let missingTagText = Self(.missingTagText)
  /// kubectl: `did not find the expected '>'`.
  public static let unclosedTag = Self(.unclosedTag)
  /// kubectl: `did not find expected whitespace or line break`.
  public static let unfinishedTag = Self(.unfinishedTag)
  /// kubectl: `did not find expected '!'`.
  public static let missingExclamationMark = Self(.missingExclamationMark)
  /// kubectl: `did not find URI escaped octet`.
  public static let invalidTagEscape = Self(.invalidTagEscape)
  /// kubectl: `found an incorrect leading UTF-8 octet`.
  public static let invalidTagLeadingByte = Self(.invalidTagLeadingByte)
  /// kubectl: `found an incorrect trailing UTF-8 octet`.
  public static let invalidTagTrailingByte = Self(.invalidTagTrailingByte)
  /// kubectl: `could not find expected directive name`.
  public static let missingDirectiveName = Self(.missingDirectiveName)
  /// kubectl: `found unexpected non-alphabetical character`.
  public static let invalidDirectiveName = Self(.invalidDirectiveName)
  /// kubectl: `found unknown directive name`.
  public static let unknownDirective = Self(.unknownDirective)
  /// kubectl: `did not find expected version number`.
  public static let missingVersionNumber = Self(.missingVersionNumber)
  /// kubectl: `found extremely long version number`.
  public static let longVersionNumber = Self(.longVersionNumber)
  /// kubectl: `did not find expected digit or '.' character`.
  public static let invalidVersion = Self(.invalidVersion)
  /// kubectl: `did not find expected whitespace`.
  public static let missingTagWhitespace = Self(.missingTagWhitespace)
  /// kubectl: `exceeded max depth of 10000`.
  public static let tooDeep = Self(.tooDeep)
}

// MARK: - Structure

extension YAMLError.Code {
  /// kubectl: `did not find expected key`.
  public static let missingKey = Self(.missingKey)
  /// kubectl: `did not find expected node content`.
  public static let missingContent = Self(.missingContent)
  /// kubectl: `did not find expected '-' indicator`.
  public static let missingDash = Self(.missingDash)
  /// kubectl: `did not find expected ',' or ']'`.
  public static let unclosedFlowSequence = Self(.unclosedFlowSequence)
  /// kubectl: `did not find expected ',' or '}'`.
  public static let unclosedFlowMapping = Self(.unclosedFlowMapping)
  /// kubectl: `did not find expected <document start>`.
  public static let missingDocumentStart = Self(.missingDocumentStart)
  /// kubectl: `found incompatible YAML document`.
  public static let incompatibleVersion = Self(.incompatibleVersion)
  /// kubectl: `found duplicate %YAML directive`.
  public static let duplicateVersion = Self(.duplicateVersion)
  /// kubectl: `found duplicate %TAG directive`.
  public static let duplicateTagDirective = Self(.duplicateTagDirective)
  /// kubectl: `found undefined tag handle`.
  public static let undefinedTagHandle = Self(.undefinedTagHandle)
}

// MARK: - Values

extension YAMLError.Code {
  /// kubectl: `unknown anchor '…' referenced`.
  public static let unknownAnchor = Self(.unknownAnchor)
  /// kubectl: `anchor '…' value contains itself`.
  public static let recursiveAnchor = Self(.recursiveAnchor)
  /// kubectl: `document contains excessive aliasing`.
  public static let excessiveAliasing = Self(.excessiveAliasing)
  /// kubectl: `map merge requires map or sequence of maps as the value`.
  public static let invalidMerge = Self(.invalidMerge)
  /// kubectl: `!!binary value contains invalid base64 data`.
  public static let invalidBase64 = Self(.invalidBase64)
  /// kubectl: `cannot decode …`.
  public static let tagMismatch = Self(.tagMismatch)
  /// kubectl: `invalid map key: …`.
  public static let collectionAsKey = Self(.collectionAsKey)
  /// kubectl: `unsupported map key of type: …`.
  public static let unsupportedKey = Self(.unsupportedKey)
  /// kubectl: `json: unsupported value: …`.
  public static let unsupportedNumber = Self(.unsupportedNumber)
  /// kubectl: `invalid character '…' exceeded max depth`.
  public static let nestedTooDeep = Self(.nestedTooDeep)
  /// The document's JSON text, with its aliases expanded, is larger than ``YAMLReader/maximumExpandedByteCount``.
  public static let excessiveExpansion = Self(.excessiveExpansion)
}

// MARK: - JSON

extension YAMLError.Code {
  /// kubectl: `unexpected EOF`.
  public static let jsonUnexpectedEnd = Self(.jsonUnexpectedEnd)
  /// kubectl: `invalid character '…' looking for beginning of value`.
  public static let jsonValue = Self(.jsonValue)
  /// kubectl: `invalid character '…' looking for beginning of object key string`.
  public static let jsonKey = Self(.jsonKey)
  /// kubectl: `invalid character '…' after object key`.
  public static let jsonAfterKey = Self(.jsonAfterKey)
  /// kubectl: `invalid character '…' after object key:value pair`.
  public static let jsonAfterMember = Self(.jsonAfterMember)
  /// kubectl: `invalid character '…' after array element`.
  public static let jsonAfterElement = Self(.jsonAfterElement)
  /// kubectl: `invalid character '…' in string literal`.
  public static let jsonString = Self(.jsonString)
  /// kubectl: `invalid character '…' in string escape code`.
  public static let jsonEscape = Self(.jsonEscape)
  /// kubectl: `invalid character '…' in \\u hexadecimal character escape`.
  public static let jsonUnicodeEscape = Self(.jsonUnicodeEscape)
  /// kubectl: `invalid character '…' in numeric literal`.
  public static let jsonNumber = Self(.jsonNumber)
  /// kubectl: `invalid character '…' after decimal point in numeric literal`.
  public static let jsonFraction = Self(.jsonFraction)
  /// kubectl: `invalid character '…' in exponent of numeric literal`.
  public static let jsonExponent = Self(.jsonExponent)
  /// kubectl: `invalid character '…' in literal …`.
  public static let jsonLiteral = Self(.jsonLiteral)
  /// kubectl: `invalid character '…' exceeded max depth`.
  public static let jsonTooDeep = Self(.jsonTooDeep)
}
