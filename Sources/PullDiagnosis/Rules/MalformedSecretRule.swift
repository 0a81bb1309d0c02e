import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// A listed Secret that cannot be decoded: the kubelet refuses every pull of the Pod.
  ///
  /// Source: pkg/credentialprovider/secrets/secrets.go returns the first error, and `PullImage` in
  /// pkg/kubelet/images/image_manager.go stops there.
  static let malformedSecret = Rule.pod([
    .oneBadSecretStopsAll:
      """
    A listed Secret cannot be decoded, so that the kubelet refuses every pull of the Pod, \
    those of public images too.
    """,
    .badAuthField: "`auth` decodes to text without a colon: there is no user in it.",
    .authBase64: "`auth` is not standard base64.",
  ]) { pod in
    guard let refusal = pod.resolution.refusal else { return [] }
    let malformed = MalformedSecret(refusal, pod)
    if malformed.isEncodedTwice {
      return [.doubleEncoded(refusal.secretName, .exactly(.willFail), pod)]
    }
    switch refusal.error.code {
    case .authNotBase64: return [malformed.authBase64]
    case .authWithoutColon: return [malformed.badAuthField]
    default: return [malformed.stopsAll]
    }
  }
}

/// The Secret that makes the kubelet refuse.
private struct MalformedSecret {
  let refusal: PullResolution.Refusal
  let pod: PodContext

  init(_ refusal: PullResolution.Refusal, _ pod: PodContext) {
    self.refusal = refusal
    self.pod = pod
  }

  private var title: SafeText { pod.title(ofSecret: refusal.secretName) }

  var authBase64: Claim {
    claim(
      .authBase64,
      problem:
        """
        \(title) has an auth that is not standard base64 (\(place)), so the kubelet refuses \
        every pull of this Pod\(although).
        """,
      advice: """
        Write auth as base64(username:password), or leave it out and give username and password.
        """)
  }

  var badAuthField: Claim {
    claim(
      .badAuthField,
      problem:
        """
        \(title) has an auth without a colon (\(place)), so the kubelet refuses every pull of \
        this Pod\(although).
        """,
      advice: "auth must be base64(username:password); a token alone needs a user before it.")
  }

  var stopsAll: Claim {
    claim(
      .oneBadSecretStopsAll,
      problem: """
        \(title) \(flaw), so the kubelet refuses every pull of this \
        Pod\(although.isEmpty ? ", those of public images too" : although). At \(refusal.error).
        """,
      advice: "Fix the Secret, or take it off the list \(pod.list(of: refusal.listing)).")
  }

  /// What is wrong with the document, as far as its first bytes tell more than the error.
  private var flaw: SafeText {
    guard refusal.error.code == .invalidJSON, let value = document else { return "is malformed" }
    let start = value.first { $0 > UInt8(ascii: " ") }
    if start != UInt8(ascii: "{"),
      String(decoding: value.prefix(4_096), as: UTF8.self).hasBytes("auths:")
    {
      return "holds YAML, and the kubelet reads JSON"
    }
    return "is malformed: its document is no JSON"
  }

  /// What the kubelet reads.
  private var document: [UInt8]? {
    guard let secret = pod.secret(refusal.secretName),
      let format = PullSecretFormat(type: secret.type)
    else { return nil }
    return secret.revealValue(forKey: format.key)
  }

  private func claim(_ code: Finding.Code, problem: SafeText, advice: SafeText) -> Claim {
    Claim(
      code, .exactly(.willFail), about: .secret(refusal.secretName),
      [.secret(refusal.namespace, refusal.secretName)], problem: problem,
      advice: advice + pod.makerNote(refusal.secretName), command: command)
  }

  private var place: SafeText {
    let path: SafeText = refusal.error.path.isEmpty ? "" : "\(word: refusal.error.path), "
    return "\(path)line \(refusal.error.line), column \(refusal.error.column)"
  }

  /// Makes the Secret anew, if the error is in what it has for an image's registry. What is wrong may
  /// as well be about another one.
  private var command: ShellCommand? {
    let image = pod.images.first { image in
      refusal.error.path.hasBytes("\"\(RegistryLogin.server(for: image.image))\"")
    }
    return image.flatMap { pod.replacement(ofSecret: refusal.secretName, for: $0.image) }
  }

  /// The other Secrets of the lists that hold a credential for an image.
  private var although: SafeText {
    guard let image = pod.neediest else { return "" }
    let others = pod.index.secretNames(for: image, in: pod.namespace)
      .filter { pod.lists($0) && ExactText($0) != ExactText(refusal.secretName) }
      .map { "Secret \(word: $0)" as SafeText }
    return others.isEmpty ? "" : ", although \(listed(others)) would match"
  }

  var isEncodedTwice: Bool {
    guard let secret = pod.secret(refusal.secretName),
      case .isEncodedTwice = pod.facts.contentFlaw(of: secret)
    else { return false }
    return true
  }
}
