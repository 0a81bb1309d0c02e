struct JSONReader {}
