// Rules about passwords that are expiring tokens.

import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// Passwords that are tokens and have expired.
  static let expiredToken = Rule.image([
    .expiredECR: "A token of Amazon ECR has expired; it lasts 12 hours.",
    .expiredJWT:
      """
    Another token has expired: a JSON Web Token such as Azure's registry gives, an access \
    token of Google's, or an IAM token of Yandex Cloud.
    """,
  ]) { context in
    let tokens = context.tokens
    // The kubelet continues with the next credential, so a valid one makes up for the others.
    let hasLasting = tokens.contains { !$0.isExpired(at: context.pod.now) }
    return tokens.lazy.filter { $0.isExpired(at: context.pod.now) }
      .compactMap { $0.expired(hasLasting: hasLasting, context) }.first(Diagnosis.claimLimit)
  }

  /// Passwords that are tokens and expire soon.
  static let expiringToken = Rule.image([
    .expiresSoon: "A token expires within the hour."
  ]) { context in
    context.tokens.lazy.filter { !$0.isExpired(at: context.pod.now) }
      .compactMap { $0.expiring(context) }.first(Diagnosis.claimLimit)
  }
}

extension ImageContext {
  /// The credentials with a password, in order.
  fileprivate var tokens: [Token] {
    keyCredentials.filter(\.credential.hasPassword).map { position, credential in
      let secret = pod.keys.secret(at: position).facts
      return Token(
        credential: credential, secretName: secret.name,
        lifetime: secret.lifetime(of: credential, in: pod.secret(secret.name)))
    }
  }
}

/// A password that may be a token.
private struct Token {
  let credential: Credential
  let secretName: String
  let lifetime: TokenLifetime?

  /// The remaining lifetime at which a token is worth a remark, in seconds.
  private static let soon: Int64 = 3_600

  func isExpired(at now: Timestamp) -> Bool { lifetime?.expiry.map { $0 <= now } ?? false }

  private var key: String { RegistryPattern.displayKey(of: credential.registryKey) }

  func expired(hasLasting: Bool, _ context: ImageContext) -> Claim? {
    guard let lifetime, let expiry = lifetime.expiry else { return nil }
    let weight: Claim.Weight =
      hasLasting
      ? .exactly(.worthKnowing) : lifetime.basis == .token ? .exactly(.willFail) : .suspicion
    let secret: SafeText = context.pod.title(ofSecret: secretName)
    let age = elapsed(from: expiry, to: context.pod.now)
    let subject: SafeText = "The \(lifetime.kind.name) under \(quoted: key) of \(secret)"
    let problem: SafeText =
      switch lifetime.basis {
      case .token:
        "\(subject) expired at \(expiry), \(age) ago\(lifetime.kind == .jwt ? " (JWT exp)" : "")."
      case .secretTime:
        """
        \(subject) lasts \(lifetime.kind.length), and nothing shows a change of the Secret \
        after \(expiry.earlier(by: lifetime.kind.seconds)): it expired at \(expiry), \(age) \
        ago.
        """
      }
    return claim(
      lifetime.kind == .ecr ? .expiredECR : .expiredJWT, weight, lifetime, problem: problem, context
    )
  }

  func expiring(_ context: ImageContext) -> Claim? {
    guard let lifetime, let expiry = lifetime.expiry else { return nil }
    let left = expiry.secondsSince1970.subtractingReportingOverflow(
      context.pod.now.secondsSince1970)
    guard !left.overflow, left.partialValue <= Self.soon else { return nil }
    return claim(
      .expiresSoon, .exactly(.worthKnowing), lifetime,
      problem: """
        The \(lifetime.kind.name) under \(quoted: key) of \
        \(context.pod.title(ofSecret: secretName)) expires at \(expiry), in \
        \(elapsed(from: context.pod.now, to: expiry)).
        """,
      context)
  }

  private func claim(
    _ code: Finding.Code, _ weight: Claim.Weight, _ lifetime: TokenLifetime, problem: SafeText,
    _ context: ImageContext
  ) -> Claim {
    let hint: SafeText =
      lifetime.basis == .secretTime
      ? " kubectl get --show-managed-fields tells when the Secret last changed." : ""
    let isECR = lifetime.kind == .ecr
    let isPublic = if case .publicECR = CloudRegistry(context.image) { true } else { false }
    let registryKey = credential.registryKey
    return Claim(
      code, weight, about: .key(secret: secretName, key: registryKey),
      [.secret(context.pod.namespace, secretName, key: registryKey)], problem: problem,
      advice: (isECR
        ? isPublic
          ? "All images there are public: take the key off the Secret, or refresh it by a job."
          : "Refresh the Secret by a job every few hours, or use the ecr-credential-provider."
        : "Store a password that lasts, or refresh the Secret by a job.") + hint
        + context.pod.editNote(secretName),
      command: isECR && (isPublic || ECRHost(context.registry) != nil)
        ? context.pod.replacement(ofSecret: secretName, key: registryKey, for: context.image) : nil)
  }
}

extension TokenLifetime.Kind {
  fileprivate var name: SafeText {
    switch self {
    case .ecr: "ECR token"
    case .jwt: "token"
    case .oauth2: "Google access token"
    case .yandex: "Yandex IAM token"
    }
  }

  /// The lifetime of such tokens if they do not contain it, in seconds.
  fileprivate var seconds: Int64 {
    switch self {
    case .ecr, .yandex: 12 * 3_600
    case .jwt: 3 * 3_600
    case .oauth2: 3_600
    }
  }

  fileprivate var length: SafeText { seconds == 3_600 ? "1 hour" : "\(seconds / 3_600) hours" }
}

extension Timestamp {
  fileprivate func earlier(by seconds: Int64) -> Timestamp {
    advanced(bySeconds: -seconds) ?? self
  }
}

/// The time between two timestamps in one unit, such as `13 hours`.
private func elapsed(from start: Timestamp, to end: Timestamp) -> SafeText {
  let (seconds, overflow) = end.secondsSince1970.subtractingReportingOverflow(
    start.secondsSince1970)
  guard !overflow else { return "ages" }
  let units: [(Int64, SafeText)] = [
    (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"),
  ]
  // A unit applies from two on, so 90 minutes are not one hour.
  let (length, name) = units.first { seconds >= 2 * $0.0 } ?? (1, "second")
  let count = seconds / length
  return "\(count) \(name)\(count == 1 ? "" : "s")"
}
