// Rules about an existing Secret: its type, its document.

import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// A listed Secret that the kubelet skips because of its type.
  ///
  /// Source: `secretsToTrackedDockerConfigs`, pkg/credentialprovider/secrets/secrets.go.
  static let secretType = Rule.pod([
    .wrongSecretType: "The kubelet does not read Secrets of this type.",
    .secretMasked:
      "The Secret's data was left out of the input, or masked: what is in it is not known.",
    .keyTypeMismatch: "The Secret's type and its data key do not belong together.",
    .emptySecret: "The Secret has the right type and holds no registry keys.",
  ]) { pod in
    pod.references.lazy.compactMap { reference in
      guard case .ignored(let reason) = reference.outcome, let name = reference.item.name
      else { return nil }
      switch reason {
      case .wrongType(let type, let credentialKey):
        return .wrongType(name, type, credentialKey, pod)
      case .masked: return .masked(name, pod)
      case .missingKey(let expected, let credentialKey?):
        return .keyTypeMismatch(name, expected: expected, found: credentialKey, pod)
      case .missingKey(let expected, nil):
        return .empty(name, "has no key \(word: expected), so the kubelet ignores it", pod)
      case .emptyValue(let key):
        return .empty(
          name, "has nothing under its key \(word: key), so the kubelet ignores it", pod)
      }
    }.first(Diagnosis.claimLimit)
  }

  /// A Secret that the kubelet decodes and in which it finds no entries.
  static let secretContent = Rule.pod([
    .noAuthsWrapper:
      "A `dockercfg` document is stored as `dockerconfigjson`, without `auths` round it.",
    .doubleEncoded: "The document is encoded twice.",
  ]) { pod in
    var seen: Set<ExactText> = []
    return pod.references.lazy.compactMap { reference in
      guard case .read(let config) = reference.outcome, let name = reference.item.name,
        let secret = pod.secret(name), seen.insert(ExactText(name)).inserted
      else { return nil }
      if secret.type == PullSecretFormat.dockercfg.type,
        case .isNewerDocument = pod.facts.contentFlaw(of: secret)
      {
        return .newerDocument(name, pod)
      }
      guard config.entries.isEmpty
      else { return nil }
      switch config.hasAuths ? nil : pod.facts.contentFlaw(of: secret) {
      case .isEncodedTwice: return .doubleEncoded(name, .absence, pod)
      case .lacksWrapper(let bare): return .noAuthsWrapper(name, bare, pod)
      case .isNewerDocument, nil: return .empty(name, "holds no registry keys", pod)
      }
    }.first(Diagnosis.claimLimit)
  }
}

extension Secret {
  /// A misspelled key of ``credentialKeys``.
  fileprivate var misnamedKey: String? {
    keys.first { ["dockerconfigjson", "dockercfg"].contains($0) }
  }
}

extension Sequence {
  /// The first `count` elements; a lazy sequence computes no more.
  func first(_ count: Int) -> [Element] { Array(prefix(count)) }
}

extension Claim {
  fileprivate static func masked(_ name: String, _ pod: PodContext) -> Claim {
    Claim(
      .secretMasked, .absence, about: .secret(name), [.secret(pod.namespace, name)],
      problem:
        """
        The data of \(pod.title(ofSecret: name)) was removed from the input, or masked: \
        whether it has a credential for the image cannot be told.
        """,
      advice:
        "Get it again with its data, which is not shown here: kubectl get pods,sa,secrets -o json.")
  }

  fileprivate static func wrongType(
    _ name: String, _ type: String, _ credentialKey: String?, _ pod: PodContext
  ) -> Claim {
    let problem: SafeText =
      "\(pod.title(ofSecret: name)) has the type \(word: type), so the kubelet ignores it"
    guard let credentialKey = credentialKey ?? pod.secret(name)?.misnamedKey else {
      return Claim(
        .wrongSecretType, .absence, about: .secret(name), [.secret(pod.namespace, name)],
        problem: problem + "; it holds no registry credentials either.",
        advice: (pod.helpfulSecret.map {
          "List \(quoted: $0.name) instead, which has a key for \(word: $0.registry)." as SafeText
        } ?? "List a Secret of type kubernetes.io/dockerconfigjson instead.") + pod.editNote(name))
    }
    let format: PullSecretFormat =
      credentialKey.hasSuffix("dockercfg") ? .dockercfg : .dockerConfigJSON
    let dot: SafeText = Secret.credentialKeys.contains(credentialKey) ? "" : ", which lacks its dot"
    return Claim(
      .wrongSecretType, .absence, about: .secret(name), [.secret(pod.namespace, name)],
      problem: "\(problem) and its key \(word: credentialKey)\(dot).",
      advice: """
        Delete it and recreate it with the type \(word: format.type)\
        \(credentialKey == format.key ? "" : " and the key \(word: format.key)"); a Secret's type \
        cannot be edited.\(pod.editNote(name))
        """,
      command: pod.hasMaker(name)
        ? nil
        : Kubectl(pod.namespace).retypeSecret(name, from: type, to: format, key: credentialKey))
  }

  fileprivate static func keyTypeMismatch(
    _ name: String, expected: String, found: String, _ pod: PodContext
  ) -> Claim {
    // The key determines the kind of document; with any other key it is of the newer kind.
    let format: PullSecretFormat = found == ".dockercfg" ? .dockercfg : .dockerConfigJSON
    let type = pod.secret(name)?.type ?? format.type
    return Claim(
      .keyTypeMismatch, .absence, about: .secret(name), [.secret(pod.namespace, name)],
      problem: """
        \(pod.title(ofSecret: name)) has the key \(word: found), but its type needs the key \
        \(word: expected), so the kubelet ignores it.
        """,
      advice: """
        Recreate it with type and key of one kind: kubernetes.io/dockerconfigjson and \
        .dockerconfigjson, or kubernetes.io/dockercfg and .dockercfg.
        """ + pod.editNote(name),
      command: pod.hasMaker(name)
        ? nil : Kubectl(pod.namespace).retypeSecret(name, from: type, to: format, key: found))
  }

  fileprivate static func empty(_ name: String, _ lack: SafeText, _ pod: PodContext) -> Claim {
    let registry: SafeText = pod.neediest.map { " for \(quoted: $0.registry)" } ?? ""
    return Claim(
      .emptySecret, .absence, about: .secret(name), [.secret(pod.namespace, name)],
      problem: "\(pod.title(ofSecret: name)) \(lack).",
      advice: "Give it a user and a password\(registry)." + pod.editNote(name),
      command: pod.replacement(ofSecret: name, for: pod.neediest))
  }

  /// The document of the Secret `name` is encoded twice.
  static func doubleEncoded(_ name: String, _ weight: Weight, _ pod: PodContext) -> Claim {
    Claim(
      .doubleEncoded, weight, about: .secret(name), [.secret(pod.namespace, name)],
      problem: "\(pod.title(ofSecret: name)) holds its document encoded twice, so the kubelet "
        + (pod.resolution.refusal == nil
          ? "finds no credentials in it." : "refuses every pull of this Pod."),
      advice: "Encode the document once: data takes one base64, stringData none."
        + pod.editNote(name))
  }

  fileprivate static func newerDocument(_ name: String, _ pod: PodContext) -> Claim {
    let (old, new) = (PullSecretFormat.dockercfg, PullSecretFormat.dockerConfigJSON)
    return Claim(
      .keyTypeMismatch, .absence, about: .secret(name), [.secret(pod.namespace, name)],
      problem: """
        \(pod.title(ofSecret: name)) has a document with auths under its key \(word: old.key), where \
        the kubelet takes "auths" for a registry.
        """,
      advice: """
        Recreate it with the type \(word: new.type) and the key \(word: new.key); a Secret's type \
        cannot be edited.\(pod.editNote(name))
        """,
      command: pod.hasMaker(name)
        ? nil : Kubectl(pod.namespace).retypeSecret(name, from: old.type, to: new, key: old.key))
  }

  fileprivate static func noAuthsWrapper(
    _ name: String, _ bare: DockerConfig, _ pod: PodContext
  ) -> Claim {
    let keys = bare.entries.prefix(3).map { "\(quoted: $0.displayKey)" as SafeText }
    return Claim(
      .noAuthsWrapper, .absence, about: .secret(name), [.secret(pod.namespace, name)],
      problem: """
        \(pod.title(ofSecret: name)) has \(listed(keys, count: bare.entries.count)) at the top level instead of under \
        auths, so the kubelet finds no credentials in it.
        """,
      advice: #"Wrap the document: {"auths": {…}}."# + pod.editNote(name))
  }
}

/// The mistake in the document of a Secret in which the kubelet finds no keys.
enum ContentFlaw {
  /// It was encoded once too often.
  case isEncodedTwice
  /// The entries are at the top level.
  case lacksWrapper(DockerConfig)
  /// A document with `auths` is stored as `dockercfg`, where the kubelet reads `auths` as a registry.
  case isNewerDocument

  /// Nil if the mistake is not known.
  init?(of secret: Secret) {
    let values = Secret.credentialKeys.compactMap(secret.revealValue)
    if values.contains(where: Self.isEncodedTwice) {
      self = .isEncodedTwice
      return
    }
    if secret.type == PullSecretFormat.dockercfg.type,
      let value = secret.revealValue(forKey: PullSecretFormat.dockercfg.key),
      let config = try? DockerConfig(dockerConfigJSON: value),
      config.entries.contains(where: \.hasPassword)
    {
      self = .isNewerDocument
      return
    }
    guard let value = values.first, let bare = try? DockerConfig(dockercfg: value),
      bare.entries.contains(where: \.hasPassword)
    else { return nil }
    self = .lacksWrapper(bare)
  }

  /// Whether `value` is base64 of a JSON object, or a JSON object whose only member is a string with
  /// a document, as some operators wrap values: `{"value": "{…}"}`.
  static func isEncodedTwice(_ value: [UInt8]) -> Bool {
    if let inner = JSONMember.onlyString(of: value) { return isDocument(Array(inner.utf8)) }
    var decoded: [UInt8] = []
    do {
      try Base64.decode(value.span, padding: padding(of: value), appendingTo: &decoded)
    } catch {
      return false
    }
    return isDocument(decoded)
  }

  private static func isDocument(_ value: [UInt8]) -> Bool {
    guard let config = try? DockerConfig(dockerConfigJSON: value) else { return false }
    return config.hasAuths || !config.httpHeaderNames.isEmpty
      || (try? DockerConfig(dockercfg: value))?.entries.contains(where: \.hasPassword) == true
  }

  private static func padding(of text: [UInt8]) -> Base64.Padding {
    let last = text.last { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return last == UInt8(ascii: "=") || text.count % 4 == 0 ? .required : .absent
  }
}

// MARK: - Documents that cannot be decoded

extension Rule {
  /// A listed Secret that cannot be decoded: every pull of the Pod fails.
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

/// The malformed Secret.
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
      advice: "Fix the Secret, or take it off the list \(pod.list(of: refusal.listPosition)).")
  }

  /// What is wrong with the document, if its first bytes show more than the error.
  private var flaw: SafeText {
    guard refusal.error.code == .invalidJSON, let value = document else { return "is malformed" }
    let start = value.first { $0 > UInt8(ascii: " ") }
    if start != UInt8(ascii: "{"),
      String(decoding: value.prefix(4_096), as: UTF8.self).hasBytes("auths:")
    {
      return "holds YAML, and the kubelet reads JSON"
    }
    if value.starts(with: [0xFF, 0xFE]) || value.starts(with: [0xFE, 0xFF]) {
      return
        "is malformed: its document is in UTF-16, as PowerShell writes files, and JSON is in UTF-8"
    }
    if value.starts(with: "{'".utf8) {
      return "is malformed: its document is in single quotes, and JSON takes double ones"
    }
    if String(decoding: value.prefix(4_096), as: UTF8.self).hasBytes("\u{201C}") {
      return "is malformed: its document is in typographic quotes, and JSON takes plain ones"
    }
    return "is malformed: its document is no JSON"
  }

  /// The document that the kubelet reads.
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
      advice: advice + pod.editNote(refusal.secretName), command: command)
  }

  private var place: SafeText {
    let path: SafeText = refusal.error.path.isEmpty ? "" : "\(word: refusal.error.path), "
    return "\(path)line \(refusal.error.line), column \(refusal.error.column)"
  }

  /// Recreates the Secret, if the error is in an entry for an image's registry. Otherwise the error
  /// may be in an entry for another registry.
  private var command: ShellCommand? {
    let image = pod.images.first { image in
      refusal.error.path.hasBytes("\"\(RegistryLogin.server(for: image.image))\"")
    }
    return image.flatMap { pod.replacement(ofSecret: refusal.secretName, for: $0.image) }
  }

  /// The other listed Secrets with a credential for an image.
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
