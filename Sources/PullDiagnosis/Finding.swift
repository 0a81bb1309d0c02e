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
/// The texts name objects, keys and users, never a password, a token or anything else of a Secret's
/// values. What comes from the input is shown without control characters.
public struct Finding: Sendable, Hashable {
  /// What kind of reason it is.
  public let code: Code
  /// How much it matters.
  public package(set) var severity: Severity
  /// The images concerned, as written.
  public package(set) var images: [String]
  /// The objects concerned, the decisive one first; the Pod or workload last, once for each
  /// container. What concerns a node's credential providers names no Pod.
  public package(set) var objects: [Object]
  /// What the cluster said of it: the decisive part of each message, on one line.
  public package(set) var messages: [String]
  /// What is wrong: one sentence, or two short ones.
  public var problem: String { problemText.text }
  /// What to do: one sentence, or two short ones.
  public var advice: String { adviceText.text }
  /// A command line that does it, where there is one. Words in capitals stand for what the reader
  /// has to fill in.
  public var command: String? { shellCommand?.description }
  /// ``problem``, in which what comes from the input is marked.
  package let problemText: SafeText
  /// ``advice``, likewise.
  package let adviceText: SafeText
  /// The command line, in words.
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

  /// The same in words that fit every workload with the same cause; nil where ``problem`` and
  /// ``advice`` do.
  package internal(set) var shared: Shared?
  /// The path of the field that is wrong in the first object, such as
  /// `spec.template.spec.imagePullSecrets[1]`, where that is one of a list.
  package internal(set) var field: String?
  /// Whether it is there for want of a better reason: nothing else explains a failure.
  package internal(set) var isLastResort = false

  /// How much a finding matters.
  public enum Severity: Int, Sendable, Hashable, CaseIterable, Comparable {
    /// Nothing has to be done for this pull.
    case worthKnowing
    /// The pull fails unless something that cannot be seen from here helps: a public image, the
    /// node's own credentials.
    case mayFail
    /// The pull fails as long as this is so.
    case willFail

    /// Whether `one` matters less.
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
  /// The same where credentials from elsewhere are tried for `images`, as written: what may fail is
  /// then only worth knowing.
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
      code: code, severity: severity, images: images, objects: objects, problem: shared.problem,
      advice: shared.advice, command: shared.command)
  }
}
