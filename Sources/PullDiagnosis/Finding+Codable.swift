import ImagePullCredentials
import KubernetesPulls

extension Finding.Severity: Codable {
  /// Decodes `willFail`, `mayFail` or `worthKnowing`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let severity = Self.allCases.first(where: { $0.name == name }) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "willFail, mayFail or worthKnowing belongs here")
    }
    self = severity
  }

  /// Encodes `willFail`, `mayFail` or `worthKnowing`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }

  private var name: String {
    switch self {
    case .worthKnowing: "worthKnowing"
    case .mayFail: "mayFail"
    case .willFail: "willFail"
    }
  }
}

/// As an object with the members `code`, `severity`, `images`, `objects`, `messages`, `problem`, `advice` and, where there is one,
/// `command`.
extension Finding: Codable {
  private enum CodingKeys: CodingKey {
    case code, severity, images, objects, messages, problem, advice, command
  }

  /// Decodes what ``encode(to:)`` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      code: try container.decode(Code.self, forKey: .code),
      severity: try container.decode(Severity.self, forKey: .severity),
      images: try container.decode([String].self, forKey: .images),
      objects: try container.decode([Object].self, forKey: .objects),
      messages: try container.decodeIfPresent([String].self, forKey: .messages) ?? [],
      problem: "\(sentence: try container.decode(String.self, forKey: .problem))",
      advice: "\(sentence: try container.decode(String.self, forKey: .advice))",
      command: try container.decodeIfPresent(String.self, forKey: .command)
        .map { ShellCommand(stored: $0) })
  }

  /// Encodes all parts; no secrets.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code, forKey: .code)
    try container.encode(severity, forKey: .severity)
    try container.encode(images, forKey: .images)
    try container.encode(objects, forKey: .objects)
    try container.encode(messages, forKey: .messages)
    try container.encode(problem, forKey: .problem)
    try container.encode(advice, forKey: .advice)
    try container.encodeIfPresent(command, forKey: .command)
  }
}
