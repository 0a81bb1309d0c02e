extension Credential {
  /// The hash by which the kubelet remembers which credential pulled an image.
  ///
  /// The lower-case hexadecimal SHA-256 of the JSON that Go writes of username, password and email, in this order, the
  /// empty ones left out (Kubernetes: `pkg/credentialprovider/keyring.go`, `hashAuthConfig`). The kubelet compares it
  /// when another Pod wants to use an image that is already on the node. It is no salted password hash: whoever knows
  /// it can test guesses. Computed anew by each call, in O(length of the credential).
  public var kubeletHash: String {
    var json = JSONWriter()
    json.beginObject()
    for (name, value) in [
      ("username", username), ("password", revealPassword()), ("email", email),
    ] where !value.isEmpty {
      json.name(name)
      json.string(value)
    }
    json.endObject()
    var hash = SHA256()
    hash.update(json.bytes.span)
    return hash.finalize().hexadecimal
  }
}
