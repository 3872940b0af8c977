/** Days of deadlines and figures are those of China's one time zone. */
export const regionZone = 'Asia/Shanghai'
