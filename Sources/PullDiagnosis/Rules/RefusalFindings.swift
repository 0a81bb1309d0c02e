import ImagePullCredentials

/// A listed Secret that cannot be decoded: the kubelet refuses every pull of the Pod.
///
/// Source: pkg/credentialprovider/secrets/secrets.go returns the first error, and `PullImage` in
/// pkg/kubelet/images/image_manager.go stops there.
enum RefusalFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    guard let refusal = context.resolution.refusal else { return [] }
    if let secret = context.secret(refusal.secretName), isEncodedTwice(secret) {
      return [SecretContentFindings.doubleEncoded(refusal.secretName, .willFail, in: context)]
    }
    let others = otherSecrets(than: refusal, context)
    var findings: [Finding] = []
    switch refusal.error.code {
    case .authNotBase64: findings.append(authBase64(refusal, context))
    case .authWithoutColon: findings.append(badAuthField(refusal, context))
    default: break
    }
    if findings.isEmpty || !others.isEmpty {
      findings.append(stopsAll(refusal, others: others, context))
    }
    return findings
  }

  private static func authBase64(
    _ refusal: PullResolution.Refusal, _ context: ImageContext
  ) -> Finding {
    context.finding(
      .authBase64, .willFail, [.secret(refusal.namespace, refusal.secretName)],
      problem: "\(context.title(ofSecret: refusal.secretName)) has an auth that is not standard "
        + "base64 (\(place(refusal))), so the kubelet refuses every pull of this Pod.",
      advice: "Write auth as base64(username:password), or leave it out and give username and "
        + "password." + context.makerNote(refusal.secretName),
      command: command(refusal, context))
  }

  private static func badAuthField(
    _ refusal: PullResolution.Refusal, _ context: ImageContext
  ) -> Finding {
    context.finding(
      .badAuthField, .willFail, [.secret(refusal.namespace, refusal.secretName)],
      problem: "\(context.title(ofSecret: refusal.secretName)) has an auth without a colon "
        + "(\(place(refusal))), so the kubelet refuses every pull of this Pod.",
      advice: "auth must be base64(username:password); a token alone needs a user before it."
        + context.makerNote(refusal.secretName),
      command: command(refusal, context))
  }

  private static func stopsAll(
    _ refusal: PullResolution.Refusal, others: [String], _ context: ImageContext
  ) -> Finding {
    let although =
      others.isEmpty
      ? "those of public images too" : "although \(listed(others)) would match"
    return context.finding(
      .oneBadSecretStopsAll, .willFail, [.secret(refusal.namespace, refusal.secretName)],
      problem: "\(context.title(ofSecret: refusal.secretName)) is malformed, so the kubelet "
        + "refuses every pull of this Pod, \(although). At \(refusal.error).",
      advice: "Fix the Secret, or take it off the list \(list(refusal, context))."
        + context.makerNote(refusal.secretName),
      command: command(refusal, context))
  }

  private static func place(_ refusal: PullResolution.Refusal) -> String {
    let path = refusal.error.path.isEmpty ? "" : "\(refusal.error.path.printable), "
    return "\(path)line \(refusal.error.line), column \(refusal.error.column)"
  }

  private static func list(
    _ refusal: PullResolution.Refusal, _ context: ImageContext
  ) -> String {
    switch refusal.listing.owner {
    case .pod: "\(context.target.path("imagePullSecrets")) of \(context.target.description)"
    case .serviceAccount(let name):
      "imagePullSecrets of ServiceAccount \(printable(context.namespace))/\(printable(name))"
    }
  }

  /// Makes the Secret anew: for the image's registry if the error is there. What is wrong may as
  /// well be about another one.
  private static func command(
    _ refusal: PullResolution.Refusal, _ context: ImageContext
  ) -> ShellCommand? {
    let server = Kubectl.server(for: context.image)
    let isForImage = refusal.error.path.hasBytes("\"\(server)\"")
    return context.replacement(
      ofSecret: refusal.secretName, server: isForImage ? server : "REGISTRY")
  }

  /// The other Secrets of the lists that hold a credential for the image.
  private static func otherSecrets(
    than refusal: PullResolution.Refusal, _ context: ImageContext
  ) -> [String] {
    let listed = Set(context.resolution.references.compactMap(\.item.name))
    return context.index.secretNames(for: context.image, in: context.namespace)
      .filter { listed.contains($0) && $0 != refusal.secretName }
      .map { "Secret \(printable($0))" }
  }

  private static func isEncodedTwice(_ secret: Secret) -> Bool {
    Secret.credentialKeys.contains { key in
      secret.revealValue(forKey: key).map(DoubleEncoding.isEncodedTwice) ?? false
    }
  }
}
