// A finding: its parts, the objects it is about, and its JSON.

package import ImagePullCredentials
package import KubernetesPulls

/// One reason why a pull gets no credential, or the wrong one, and what to do about it.
///
/// ```swift
/// for finding in resolution.diagnose(image, at: now, in: cluster) {
///   print(finding.severity, finding.code, finding.problem, finding.advice)
/// }
/// ```
///
/// The texts name objects, keys and users, but never a password, a token or any other part of a Secret's values. Text
/// from the input is shown without control characters.
public struct Finding: Sendable, Hashable {
  /// The kind of reason.
  public let code: Code
  /// Its severity.
  public package(set) var severity: Severity
  /// The affected images, as written.
  public package(set) var images: [String]
  /// The affected objects, the decisive one first; the Pod or workload last, once for each container. A finding about a
  /// node's credential providers has no Pod.
  public package(set) var objects: [Object]
  /// The cluster's messages about it: the decisive part of each, on one line.
  public package(set) var messages: [String]
  /// What is wrong: one sentence, or two short ones.
  public var problem: String { problemText.text }
  /// What to do: one sentence, or two short ones.
  public var advice: String { adviceText.text }
  /// A command line for it, if there is one. You can paste it unchanged: a password comes from a variable that you must
  /// set, or from a cloud's own login.
  public var command: String? { shellCommand?.description }
  /// ``problem``, with text from the input marked.
  package let problemText: SafeText
  /// ``advice``, likewise.
  package let adviceText: SafeText
  /// The words of the command line.
  package let shellCommand: ShellCommand?

  /// A cause and its remedy for several workloads.
  package struct Shared: Sendable, Hashable {
    package let problem: SafeText
    package let advice: SafeText
    package var command: ShellCommand?
  }

  package init(
    code: Code, severity: Severity, images: [String] = [], objects: [Object],
    messages: [String] = [], problem: SafeText, advice: SafeText, command: ShellCommand? = nil
  ) {
    self.code = code
    self.severity = severity
    self.images = images
    self.objects = objects
    self.messages = messages
    problemText = problem
    adviceText = advice
    shellCommand = command
  }

  /// The same in words for every workload with the same cause; nil if ``problem`` and ``advice`` fit all.
  package internal(set) var shared: Shared?
  /// The path of the wrong field in the first object, such as `spec.template.spec.imagePullSecrets[1]`, if it is in a
  /// list.
  package internal(set) var field: String?
  /// Whether it is a last resort: nothing else explains a failure.
  package internal(set) var isLastResort = false

  /// The severity of a finding. Complete: a pull fails, may fail, or does not.
  public enum Severity: Int, Sendable, Hashable, CaseIterable, Comparable {
    /// This pull needs no action.
    case worthKnowing
    /// The pull fails unless something outside the input helps: a public image, the node's own credentials.
    case mayFail
    /// The pull fails until this is fixed.
    case willFail

    /// Whether `one` is less severe.
    public static func < (one: Severity, other: Severity) -> Bool { one.rawValue < other.rawValue }
  }
}

extension Finding.Severity: CustomStringConvertible {
  /// `will fail`, `may fail` or `worth knowing`.
  public var description: String {
    switch self {
    case .worthKnowing: "worth knowing"
    case .mayFail: "may fail"
    case .willFail: "will fail"
    }
  }
}

extension Finding {
  /// The same if credentials from elsewhere are tried for `images`, as written: what may fail is then only worth
  /// knowing.
  package func madeUpFor(in images: Set<String>) -> Finding {
    guard severity == .mayFail, !self.images.isEmpty, self.images.allSatisfy(images.contains)
    else { return self }
    var finding = self
    finding.severity = .worthKnowing
    return finding
  }
}

extension Finding: CustomStringConvertible {
  /// Severity, code, problem and advice in one line.
  public var description: String { "\(severity): \(code): \(problem) \(advice)" }
}

extension Finding {
  /// The same for all workloads that share the cause.
  package var inSharedWords: Finding {
    guard let shared else { return self }
    return Finding(
      code: code, severity: severity, images: images, objects: objects, messages: messages,
      problem: shared.problem, advice: shared.advice, command: shared.command)
  }
}

// MARK: - Objects

extension Finding {
  /// An object that a finding is about.
  public struct Object: Sendable, Hashable, Codable {
    /// Its kind, such as `Secret`.
    public let kind: String
    /// Its namespace; nil if it has none.
    public let namespace: String?
    /// Its name; that of a CredentialProviderConfig is its file's.
    public let name: String
    /// The affected registry key, in the form of ``RegistryPattern/displayKey``; nil for the whole object.
    public let registryKey: String?
    /// The affected container or image volume; nil for the whole object.
    public let container: String?
    /// The affected field, such as `providers[0].matchImages[1]`; nil for the whole object.
    public let field: String?

    /// An object with this kind and name.
    ///
    /// - Parameters:
    ///   - kind: the kind, such as `Secret`.
    ///   - namespace: the namespace, if it has one.
    ///   - name: the name.
    ///   - registryKey: the affected registry key, if any.
    ///   - container: the affected container, if any.
    ///   - field: the affected field, if any.
    public init(
      kind: String, namespace: String?, name: String, registryKey: String? = nil,
      container: String? = nil, field: String? = nil
    ) {
      self.kind = kind
      self.namespace = namespace
      self.name = name
      self.registryKey = registryKey
      self.container = container
      self.field = field
    }
  }
}

extension Finding.Object: CustomStringConvertible {
  /// Such as `Secret payments/ecr, key "ghcr.io"`.
  public var description: String {
    words.text
  }

  private var words: SafeText {
    var text: SafeText = "\(word: kind)"
    if !name.isEmpty {
      let place: SafeText = namespace.map { "\(word: $0)/" } ?? ""
      text += " \(place)\(word: name)"
    }
    if let registryKey { text += ", key \(quoted: registryKey)" }
    if let container { text += ", container \(word: container)" }
    if let field { text += ", field \(word: field)" }
    return text
  }
}

extension Finding.Object {
  /// A credential provider.
  package static func provider(_ name: String) -> Self {
    Self(kind: "CredentialProvider", namespace: nil, name: name)
  }

  /// A configuration of credential providers; its name is empty if it is not from a file.
  package static func providerConfig(file: String?, field: String?) -> Self {
    Self(
      kind: "CredentialProviderConfig", namespace: nil, name: file ?? "",
      field: field == "" ? nil : field)
  }

  static func secret(_ secret: Secret, key: String? = nil) -> Self {
    self.secret(secret.namespace, secret.name, key: key)
  }

  static func secret(_ namespace: String, _ name: String, key: String? = nil) -> Self {
    Self(
      kind: "Secret", namespace: namespace, name: name,
      registryKey: key.map(RegistryPattern.displayKey(of:)))
  }

  static func serviceAccount(_ namespace: String, _ name: String) -> Self {
    Self(kind: "ServiceAccount", namespace: namespace, name: name)
  }

  static func secretMaker(_ maker: SecretMaker) -> Self {
    Self(
      kind: maker.kind.rawValue, namespace: maker.metadata.namespace, name: maker.metadata.name)
  }

  package static func subject(_ subject: PullResolution.Subject, container: String? = nil) -> Self {
    Self(
      kind: subject.kindName, namespace: subject.metadata.namespace, name: subject.metadata.name,
      container: container)
  }
}

// MARK: - As JSON

extension Finding.Severity: Codable {
  /// Decodes `willFail`, `mayFail` or `worthKnowing`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let severity = Self.allCases.first(where: { $0.name == name }) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "expected willFail, mayFail or worthKnowing")
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

/// As an object with the members `code`, `severity`, `images`, `objects`, `messages`, `problem`, `advice` and, if there
/// is one, `command`.
extension Finding: Codable {
  private enum CodingKeys: CodingKey {
    case code, severity, images, objects, messages, problem, advice, command
  }

  /// Decodes the output of ``encode(to:)``.
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
