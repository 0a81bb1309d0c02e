import ImagePullCredentials

/// A Secret that the kubelet decodes and in which it finds no entries.
enum SecretContentFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    context.findings(aboutReferences: { reference in
      guard case .read(let config) = reference.outcome, config.entries.isEmpty,
        let name = reference.item.name, let secret = context.secret(name),
        let value = secret.revealValue(forKey: ".dockerconfigjson")
          ?? secret.revealValue(forKey: ".dockercfg")
      else { return nil }
      if !config.hasAuths {
        if DoubleEncoding.isEncodedTwice(value) {
          return doubleEncoded(name, context.severityOfAbsence, in: context)
        }
        if let bare = try? DockerConfig(dockercfg: value),
          bare.entries.contains(where: \.hasPassword)
        {
          return noAuthsWrapper(name, bare, context)
        }
      }
      // What a helper keeps is said by HelperFindings.
      guard config.credentialsStore == nil, config.credentialHelpers.isEmpty else { return nil }
      return empty(name, context)
    })
  }

  static func doubleEncoded(
    _ name: String, _ severity: Finding.Severity, in context: ImageContext
  ) -> Finding {
    context.finding(
      .doubleEncoded, severity, [.secret(context.namespace, name)],
      problem: "\(context.title(ofSecret: name)) holds its document encoded twice, so the kubelet "
        + (context.resolution.refusal == nil
          ? "finds no credentials in it." : "refuses every pull of this Pod."),
      advice: "Encode the document once: data takes one base64, stringData none."
        + context.makerNote(name))
  }

  private static func noAuthsWrapper(
    _ name: String, _ bare: DockerConfig, _ context: ImageContext
  ) -> Finding {
    let keys = bare.entries.map { quoted(RegistryPattern.displayName(ofKey: $0.registryKey)) }
    return context.finding(
      .noAuthsWrapper, context.severityOfAbsence, [.secret(context.namespace, name)],
      problem: "\(context.title(ofSecret: name)) has \(listed(keys)) at the top level instead of "
        + "under auths, so the kubelet finds no credentials in it.",
      advice: #"Wrap the document: {"auths": {…}}."# + context.makerNote(name))
  }

  private static func empty(_ name: String, _ context: ImageContext) -> Finding {
    context.finding(
      .emptySecret, context.severityOfAbsence, [.secret(context.namespace, name)],
      problem: "\(context.title(ofSecret: name)) holds no registry keys.",
      advice: "Give it a user and a password for \(quoted(context.registry))."
        + context.makerNote(name),
      command: context.replacement(ofSecret: name))
  }
}

/// A document that was encoded once too often.
enum DoubleEncoding {
  /// Whether `value` is base64 of a JSON object, or a JSON object whose only member is a string that
  /// is a document itself, as some operators wrap values: `{"value": "{…}"}`.
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
