import ImagePullCredentials

/// Passwords that are tokens and have expired, or soon will.
enum TokenFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    let tokens = context.usableCredentials.map { credential in
      Token(credential, context)
    }
    // The kubelet goes on to the next credential, so that one that lasts makes up for the others.
    let hasLasting = tokens.contains { !$0.isExpired(at: context.now) }
    return tokens.compactMap { token in
      guard let lifetime = token.lifetime, let expiry = lifetime.expiry else { return nil }
      if token.isExpired(at: context.now) {
        return expired(token, lifetime, expiry, hasLasting: hasLasting, context)
      }
      let left = expiry.secondsSince1970.subtractingReportingOverflow(
        context.now.secondsSince1970)
      guard !left.overflow, left.partialValue <= soon else { return nil }
      return expiring(token, lifetime, expiry, context)
    }
  }

  /// What is left of a token's life when it is worth a word, in seconds.
  private static let soon: Int64 = 3_600

  private struct Token {
    let credential: Credential
    let secretName: String
    let lifetime: TokenLifetime?

    init(_ credential: Credential, _ context: ImageContext) {
      self.credential = credential
      if case .secret(_, let name, _, _) = credential.source {
        secretName = name
      } else {
        secretName = ""
      }
      lifetime = TokenLifetime(of: credential, in: context.secret(secretName))
    }

    func isExpired(at now: Timestamp) -> Bool { lifetime?.expiry.map { $0 <= now } ?? false }

    var key: String { RegistryPattern.displayName(ofKey: credential.registryKey) }
  }

  private static func expired(
    _ token: Token, _ lifetime: TokenLifetime, _ expiry: Timestamp, hasLasting: Bool,
    _ context: ImageContext
  ) -> Finding {
    let severity: Finding.Severity =
      hasLasting
      ? .worthKnowing : lifetime.basis == .token ? .willFail : context.severityOfSuspicion
    let secret = context.title(ofSecret: token.secretName)
    let age = elapsed(from: expiry, to: context.now)
    let problem: String
    switch lifetime.basis {
    case .token:
      problem =
        "The \(lifetime.kind.name) under \(quoted(token.key)) of \(secret) expired at \(expiry), "
        + "\(age) ago\(lifetime.kind == .jwt ? " (JWT exp)" : "")."
    case .secretTime:
      problem =
        "The \(lifetime.kind.name) under \(quoted(token.key)) of \(secret) lasts "
        + "\(lifetime.kind.length), and nothing shows a change of the Secret after "
        + "\(expiry.earlier(by: lifetime.kind.seconds)): it expired at \(expiry), \(age) ago."
    }
    return make(
      lifetime.kind == .ecr ? .expiredECR : .expiredJWT, severity, token, lifetime,
      problem: problem, context)
  }

  private static func expiring(
    _ token: Token, _ lifetime: TokenLifetime, _ expiry: Timestamp, _ context: ImageContext
  ) -> Finding {
    make(
      .expiresSoon, .worthKnowing, token, lifetime,
      problem: "The \(lifetime.kind.name) under \(quoted(token.key)) of "
        + "\(context.title(ofSecret: token.secretName)) expires at \(expiry), in "
        + "\(elapsed(from: context.now, to: expiry)).",
      context)
  }

  private static func make(
    _ code: Finding.Code, _ severity: Finding.Severity, _ token: Token, _ lifetime: TokenLifetime,
    problem: String, _ context: ImageContext
  ) -> Finding {
    let hint =
      lifetime.basis == .secretTime
      ? " kubectl get --show-managed-fields tells when the Secret last changed." : ""
    let isECR = lifetime.kind == .ecr
    return context.finding(
      code, severity,
      [.secret(context.namespace, token.secretName, key: token.credential.registryKey)],
      problem: problem,
      advice: (isECR
        ? "Refresh the Secret by a job every few hours, or use the ecr-credential-provider."
        : "Store a password that lasts, or refresh the Secret by a job.") + hint
        + context.makerNote(token.secretName),
      command: isECR ? refresh(token, context) : nil)
  }

  /// Makes the Secret anew with a token of now; nil where that would lose other passwords.
  private static func refresh(_ token: Token, _ context: ImageContext) -> ShellCommand? {
    let (name, key) = (token.secretName, token.credential.registryKey)
    guard context.replacement(ofSecret: name, key: key) != nil,
      context.secret(name)?.type == PullSecretFormat.dockerConfigJSON.type
    else { return nil }
    let labels = context.registry.split(separator: ".")
    // ACCOUNT.dkr.ecr.REGION.amazonaws.com, and in China .cn after it.
    guard labels.count >= 6, labels[1] == "dkr", labels[2].hasPrefix("ecr"),
      labels[3].utf8.allSatisfy({
        $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 == 0x2D || $0 < 0x3A && $0 > 0x2F
      })
    else { return nil }
    return Kubectl.line(
      context.namespace, "create", "secret", "docker-registry", .name(name),
      .option("--docker-server", context.registry), "--docker-username=AWS",
      .option(
        "--docker-password",
        outputOf: ShellCommand(
          "aws", "ecr", "get-login-password", "--region", .name(String(labels[3])))),
      "--dry-run=client", "-o", "yaml", "|", "kubectl", "apply", "-f", "-")
  }
}

extension TokenLifetime.Kind {
  fileprivate var name: String {
    switch self {
    case .ecr: "ECR token"
    case .jwt: "token"
    case .oauth2: "Google access token"
    }
  }

  /// How long such tokens last where they do not say, in seconds.
  fileprivate var seconds: Int64 {
    switch self {
    case .ecr: 12 * 3_600
    case .jwt: 3 * 3_600
    case .oauth2: 3_600
    }
  }

  fileprivate var length: String { seconds == 3_600 ? "1 hour" : "\(seconds / 3_600) hours" }
}

extension Timestamp {
  fileprivate func earlier(by seconds: Int64) -> Timestamp {
    advanced(bySeconds: -seconds) ?? self
  }
}

/// The time between two moments in one unit, such as `13 hours`.
private func elapsed(from start: Timestamp, to end: Timestamp) -> String {
  let (seconds, overflow) = end.secondsSince1970.subtractingReportingOverflow(
    start.secondsSince1970)
  guard !overflow else { return "ages" }
  let units: [(Int64, String)] = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")]
  // From the second of a unit on, so that 90 minutes are not one hour.
  let (length, name) = units.first { seconds >= 2 * $0.0 } ?? (1, "second")
  let count = seconds / length
  return "\(count) \(name)\(count == 1 ? "" : "s")"
}
