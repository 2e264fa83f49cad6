-- Notes that a call is about to leave; gives 0 when its hold is not there any more.
local now, remembered = whole(ARGV[1]), whole(ARGV[2])
local hold = current(ARGV[3], now, remembered)
if not hold or hold.g >= EXPIRED then return 0 end
if hold.g == UNSENT then redis.call('HSET', key('h', hold.id), 'g', text(SENT)) end
return 1
