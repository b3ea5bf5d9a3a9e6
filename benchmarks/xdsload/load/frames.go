package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/http2"
)

const settingLen = 6

var errPadding = errors.New("HTTP/2: padding is longer than its frame")

func appendHead(b []byte, length int, t http2.FrameType, flags http2.Flags, stream uint32) []byte {
	b = append(b, byte(length>>16), byte(length>>8), byte(length), byte(t), byte(flags))
	return binary.BigEndian.AppendUint32(b, stream)
}

// control sends a frame that is not of the call's data.
func (c *call) control(t http2.FrameType, flags http2.Flags, stream uint32, payload ...byte) error {
	_, err := c.conn.Write(append(appendHead(nil, len(payload), t, flags, stream), payload...))
	return err
}

func unpadded(b []byte) ([]byte, error) {
	if len(b) == 0 || int(b[0]) >= len(b) {
		return nil, errPadding
	}
	return b[1 : len(b)-int(b[0])], nil
}

// other does what a frame asks for that carries none of the call's data.
func (c *call) other(t http2.FrameType, flags http2.Flags, p []byte) error {
	stream := binary.BigEndian.Uint32(c.head[5:])
	switch t {
	case http2.FrameSettings:
		if flags.Has(http2.FlagSettingsAck) {
			return nil
		}
		for ; len(p) >= settingLen; p = p[settingLen:] {
			value := int(binary.BigEndian.Uint32(p[2:]))
			switch http2.SettingID(binary.BigEndian.Uint16(p)) {
			case http2.SettingInitialWindowSize:
				c.stream += value - c.initial
				c.initial = value
			case http2.SettingMaxFrameSize:
				c.frame = value
			}
		}
		return c.control(http2.FrameSettings, http2.FlagSettingsAck, 0)
	case http2.FramePing:
		if flags.Has(http2.FlagPingAck) {
			return nil
		}
		return c.control(http2.FramePing, http2.FlagPingAck, 0, p...)
	case http2.FrameWindowUpdate:
		if len(p) == 4 && stream == 0 {
			c.whole += int(binary.BigEndian.Uint32(p))
		} else if len(p) == 4 {
			c.stream += int(binary.BigEndian.Uint32(p))
		}
	case http2.FrameRSTStream:
		if len(p) == 4 {
			return fmt.Errorf("the server reset the stream: %v", http2.ErrCode(binary.BigEndian.Uint32(p)))
		}
	case http2.FrameGoAway:
		if len(p) >= 8 {
			if code := http2.ErrCode(binary.BigEndian.Uint32(p[4:])); code != http2.ErrCodeNo || binary.BigEndian.Uint32(p) == 0 {
				return fmt.Errorf("the server goes away: %v %s", code, p[8:])
			}
		}
	case http2.FrameHeaders:
		return c.heard(flags, p)
	case http2.FrameContinuation:
		return errors.New("HTTP/2: headers in more than one frame")
	}
	return nil
}

// heard reads the headers of a response, or its end.
func (c *call) heard(flags http2.Flags, p []byte) (err error) {
	if flags.Has(http2.FlagHeadersPadded) {
		if p, err = unpadded(p); err != nil {
			return err
		}
	}
	if flags.Has(http2.FlagHeadersPriority) {
		p = p[min(5, len(p)):]
	}
	all, err := c.headers.DecodeFull(p)
	if err != nil {
		return err
	}
	var told []string
	for _, h := range all {
		if strings.HasPrefix(h.Name, "grpc-") || h.Name == ":status" && h.Value != "200" {
			told = append(told, h.Name+" "+h.Value)
		}
	}
	if flags.Has(http2.FlagHeadersEndStream) || len(told) > 0 && strings.HasPrefix(told[0], ":status") {
		return fmt.Errorf("the server ended the stream: %s", strings.Join(told, ", "))
	}
	return nil
}
