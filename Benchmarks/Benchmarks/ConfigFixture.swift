import ImagePullCredentials

/// Credential documents as `kubectl create secret docker-registry` writes them, with several registries.
enum ConfigFixture {
  static func dockerConfigJSON(entries: Int, secret: Int = 0) -> [UInt8] {
    var json = #"{"auths":{"#
    for number in 0..<entries {
      let user = "robot-\(secret)-\(number)"
      let password = "correct-horse-battery-staple-\(secret)-\(number)"
      if number > 0 { json += "," }
      json +=
        "\"registry-\(number).team-\(secret).example.com\":{\"username\":\"\(user)\",\"password\":\"\(password)\","
      json += "\"auth\":\"\(base64("\(user):\(password)"))\"}"
    }
    return Array((json + "}}").utf8)
  }

  static func base64(_ text: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var encoded: [UInt8] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for position in 0..<4 {
        encoded.append(
          position <= group.count ? alphabet[bits >> (18 - 6 * position) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
